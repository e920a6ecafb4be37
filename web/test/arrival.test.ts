import { describe, expect, it } from '@jest/globals';
import { onArrival } from '../src/session/arrival.ts';

const MINUTE = 60_000;
const NEW = { nowMs: 100 * MINUTE, seenMs: undefined, idleTimeoutMs: 15 * MINUTE, hash: '', wasIdle: false };

describe('somebody who opens the page', () => {
  it('is welcomed', () => {
    expect(onArrival(NEW)).toBe('welcome');
  });

  it('with a link to a view goes straight to the issuer', () => {
    expect(onArrival({ ...NEW, hash: '#/workflow?user_id=ada' })).toBe('sign_in');
  });

  it('is told of having been idle, whatever the link', () => {
    expect(onArrival({ ...NEW, wasIdle: true, hash: '#/tokens' })).toBe('welcome');
  });
});

describe('somebody who reloads the page', () => {
  it('is signed in again', () => {
    expect(onArrival({ ...NEW, seenMs: 86 * MINUTE })).toBe('sign_in');
  });

  it.each([85 * MINUTE, 0, 101 * MINUTE, Number.NaN])(
    'has the session ended that was last used at %d of minute 100',
    (seenMs) => expect(onArrival({ ...NEW, seenMs, hash: '#/tokens' })).toBe('end_idle_session'),
  );
});
