/**
 * The programs of docs/other-languages.md against a service that fails. test/e2e runs them against ours, each
 * as the page says.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Program } from '../../docs/build/other-languages.ts';
import type { Typist } from '../support/language-program.ts';
import { compiledInto, describePrograms, runProgramOf } from '../support/language-program.ts';
import type { Reply, ScriptedCourier } from '../support/scripted-courier.ts';
import { startScriptedCourier } from '../support/scripted-courier.ts';

const ADA = ['ada "the first"', '+12025550143'];
const ISSUED = [201, { status: 'sent', destination: '+1••••••0143', expires_in: 300 }] as const;
const CORRECT: Reply = [200, { verified: true }];
const TOKEN: Reply = [200, { access_token: 'first', expires_in: 3600 }];

const wrong = (reason: string, attempts_remaining: number): Reply => [
  200,
  { verified: false, reason, attempts_remaining },
];

const problem = (status: number, code: string, retry_after?: number): Reply => [
  status,
  {
    type: `/problems.html#${code}`,
    title: `A title for "${code}"`,
    status,
    detail: `What is known of ${code}.`,
    code,
    request_id: 'VjR22Hr2oAMFnIw=',
    retry_after,
  },
];

let courier: ScriptedCourier;
afterEach(() => courier.close());

describePrograms((program) => {
  let folder: string;
  let compiled: Program;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'language-program-'));
    compiled = compiledInto(folder, program);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const logIn = async (script: Record<string, readonly Reply[]>, typist: Typist) => {
    courier = await startScriptedCourier({ '/oauth2/token': [TOKEN], ...script });
    return runProgramOf(compiled, courier, ADA, typist);
  };
  const askedFor = (path: string) => courier.asked.filter((each) => each.path === path);

  it('repeats what is safe, under the same key, and renews an access token that is about to expire', async () => {
    const { status, output } = await logIn(
      {
        '/oauth2/token': [
          problem(503, 'service_unavailable', 0),
          [200, { access_token: 'short', expires_in: 110 }],
          TOKEN,
        ],
        '/api/tokens': ['hang up', problem(409, 'request_in_progress', 1), ISSUED],
        '/api/tokens/verify': [problem(429, 'throttled', 0), wrong('mismatch', 4), CORRECT],
      },
      (prompt) => (prompt === 1 ? '000000' : '12 34"56'),
    );
    expect(status).toBe(0);
    expect(output).toMatch(/sent to .*0143.*300 seconds[\s\S]*Wrong\. Attempts left: 4\.[\s\S]*Correct\./);

    const basic = `Basic ${btoa('local:local')}`;
    expect(askedFor('/oauth2/token').map(({ authorization, body }) => [authorization, body])).toEqual(
      Array.from({ length: 3 }, () => [basic, 'grant_type=client_credentials']),
    );
    const issues = askedFor('/api/tokens');
    expect(issues.map(({ authorization, body }) => [authorization, body])).toEqual(
      Array.from({ length: 3 }, () => ['Bearer short', { user_id: ADA[0], phone_number: ADA[1] }]),
    );
    expect(issues[0]?.key).toMatch(/^[\w-]{32,36}$/);
    expect(new Set(issues.map(({ key }) => key)).size).toBe(1);
    expect((issues[2]?.atMs ?? 0) - (issues[1]?.atMs ?? 0)).toBeGreaterThanOrEqual(990);

    const [first, again, second] = askedFor('/api/tokens/verify');
    expect(askedFor('/api/tokens/verify').map(({ authorization, body }) => [authorization, body])).toEqual([
      ['Bearer first', { user_id: ADA[0], token: '000000' }],
      ['Bearer first', { user_id: ADA[0], token: '000000' }],
      ['Bearer first', { user_id: ADA[0], token: '12 34"56' }],
    ]);
    expect(again?.key).toBe(first?.key);
    expect(new Set([issues[0]?.key, first?.key, second?.key]).size).toBe(3);
  });

  it.each([
    ['has to wait too long', problem(429, 'rate_limited', 240)],
    ['is told nothing about a repetition', problem(502, 'delivery_failed')],
  ])('prints the problem, and does not repeat the request, if it %s', async (_, refusal) => {
    const { status, errors } = await logIn({ '/api/tokens': [refusal] }, () => undefined);
    const [, { type, detail, code }] = refusal as Exclude<Reply, string>;
    expect(status).toBe(2);
    expect(errors).toContain(`type: ${type}`);
    expect(errors).toMatch(new RegExp(`title: A title for \\\\?"${code}`));
    expect(errors).toContain(`detail: ${detail}`);
    expect(courier.asked.map(({ path }) => path)).toEqual(['/oauth2/token', '/api/tokens']);
  });

  it('gives up after three attempts without an answer', async () => {
    const { status } = await logIn({ '/api/tokens': ['hang up'] }, () => undefined);
    expect([status, askedFor('/api/tokens').length]).toEqual([2, 3]);
  });

  it.each([
    ['locked', 'Locked after'],
    ['expired', 'Expired.'],
  ])('says that a code may have been sent, and ends with 1 if it is %s', async (reason, said) => {
    const { status, output } = await logIn(
      {
        '/api/tokens': [[202, { ...ISSUED[1], status: 'unknown' }]],
        '/api/tokens/verify': [wrong(reason, 0)],
      },
      (prompt) => (prompt < 3 ? '123456' : undefined),
    );
    expect(status).toBe(1);
    expect(output).toContain('may have been sent to');
    expect(output).toContain(said);
    expect(askedFor('/api/tokens/verify')).toHaveLength(1);
  });

  it('ends with 1 if nothing is typed', async () => {
    const { status } = await logIn({ '/api/tokens': [ISSUED] }, () => undefined);
    expect(status).toBe(1);
  });
});
