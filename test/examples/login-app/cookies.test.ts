import { describe, expect, it } from '@jest/globals';
import { createSignatures } from '../../../examples/login-app/shared/cookies.ts';

let nowMs = 1_000_000;
const settings = { secret: 'a secret', isSecure: false, nowMs: () => nowMs };
const signatures = createSignatures(settings);
const session = signatures.cookie<{ userId: string }>('session');
const ada = { userId: 'ada' };

/** What the browser sends back. */
const sent = (line: string): string => line.split(';', 1)[0] ?? '';

describe('a signed cookie', () => {
  it('is read as it was set, among other cookies', () => {
    expect(session.read(`a=b; ${sent(session.set(ada, 2_000_000))}; c=d`)).toEqual(ada);
    expect(session.read(undefined)).toBeUndefined();
    expect(session.read('session=')).toBeUndefined();
    expect(session.read('session=e30.e30')).toBeUndefined();
  });

  it('is refused with another value, name or secret, and with a signature of another length', () => {
    const cookie = sent(session.set(ada, 2_000_000));
    const [, signature] = cookie.split('.');
    const grace = Buffer.from('{"value":{"userId":"grace"},"untilMs":2000000}').toString('base64url');
    expect(session.read(`session=${grace}.${signature}`)).toBeUndefined();
    expect(session.read(cookie.slice(0, -1))).toBeUndefined();
    const pending = signatures.cookie('pending');
    expect(session.read(sent(pending.set(ada, 2_000_000)).replace('pending', 'session'))).toBeUndefined();
    const other = createSignatures({ ...settings, secret: 'another' }).cookie('session');
    expect(session.read(sent(other.set(ada, 2_000_000)))).toBeUndefined();
  });

  it('ends when it was set to, also where a browser keeps it', () => {
    const cookie = sent(session.set(ada, 1_000_500));
    expect(session.read(cookie)).toEqual(ada);
    nowMs = 1_000_500;
    expect(session.read(cookie)).toBeUndefined();
    nowMs = 1_000_000;
  });

  it('is kept from scripts, other sites and, with https, other hosts and plain connections', () => {
    expect(session.set(ada, 1_060_000)).toMatch(
      /^session=[\w-]+\.[\w-]{43}; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(session.clear()).toBe('session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax');
    const secure = createSignatures({ ...settings, isSecure: true }).cookie('session');
    expect(secure.clear()).toBe('__Host-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure');
    expect(secure.read(sent(secure.set(ada, 2_000_000)))).toEqual(ada);
  });
});

describe('a signature', () => {
  it('differs when the same text is split differently', () => {
    expect(signatures.sign('ab', 'c')).not.toBe(signatures.sign('a', 'bc'));
    expect(signatures.sign('ab', 'c')).toMatch(/^[\w-]{43}$/);
  });
});
