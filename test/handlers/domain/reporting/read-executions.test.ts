import { describe, expect, it } from '@jest/globals';
import type { LogQuery } from '../../../../handlers/domain/reporting/execution-log.ts';
import { readExecutions } from '../../../../handlers/domain/reporting/read-executions.ts';
import type { TokenKey, TokenRecord } from '../../../../handlers/domain/token/token-store.ts';
import { aToken, NOW_MS, NOW_SECONDS, TOKEN_ID } from '../../fixtures.ts';

const OWN = { client_group: 'auth-system' };
const KEY = { user_id: 'premjeet.sahu', purpose: 'login' };

function portsOf(token: TokenRecord | undefined, tokens = token ? [token] : []) {
  const queries: LogQuery[] = [];
  const ports = {
    tokens: {
      get: async (key: TokenKey) => (key.client_group === token?.client_group ? token : undefined),
      allOf: async () => tokens,
    },
    log: {
      read: async (query: LogQuery) => {
        queries.push(query);
        return [{ id: 1, type: 'ExecutionStarted', atMs: query.fromMs + 28_000 }];
      },
    },
    now: () => NOW_MS,
  };
  return { queries, ports };
}

describe('reading the executions of a token', () => {
  it('searches for each of them around its own time, for four seconds in total', async () => {
    const token = aToken({ resent_by: '1795341630 again:v' });
    const { ports, queries } = portsOf(token);
    expect(await readExecutions(KEY, OWN, ports)).toMatchObject({
      ok: true,
      value: {
        ...KEY,
        token_id: TOKEN_ID,
        executions: [
          {
            execution_arn: 'arn:aws:states:eu-west-1:000000000000:express:m:again:v',
            started_at: '2026-11-22T10:00:28.000Z',
          },
          { execution_arn: token.execution_arn, started_at: '2026-11-22T09:59:58.000Z' },
        ],
      },
    });
    expect(queries).toMatchObject([
      { fromMs: NOW_MS, untilMs: NOW_MS + 60_000, giveUpAtMs: NOW_MS + 4_000 },
      { fromMs: NOW_MS - 30_000, untilMs: NOW_MS + 30_000, giveUpAtMs: NOW_MS + 4_000 },
    ]);
  });

  it.each([
    ['used', { status: 'used' }],
    ['revoked', { status: 'revoked' }],
  ] as const)('returns those of a token that is %s', async (_, state) => {
    expect((await readExecutions(KEY, OWN, portsOf(aToken(state)).ports)).ok).toBe(true);
  });

  it.each([
    ['no token', undefined],
    ['only an expired one, which DynamoDB has not deleted yet', aToken({ expiry_time: NOW_SECONDS })],
  ])('finds nothing when there is %s, and searches no log', async (_, token) => {
    const { ports, queries } = portsOf(token);
    expect(await readExecutions(KEY, OWN, ports)).toMatchObject({
      ok: false,
      refusal: { code: 'not_found' },
    });
    expect(queries).toEqual([]);
  });

  it('tells a client nothing about the token of another', async () => {
    for (const reach of [{ client_group: 'another' }, 'nothing'] as const) {
      const { ports, queries } = portsOf(aToken());
      expect(await readExecutions(KEY, reach, ports)).toMatchObject({ ok: false });
      expect(queries).toEqual([]);
    }
  });

  it('shows an operator the newest token, whichever client issued it', async () => {
    const older = aToken({ client_group: 'other', token_id: 'older', issued_at: '2026-11-22T09:59:59.000Z' });
    const elsewhere = aToken({ purpose: 'payment', token_id: 'p', issued_at: '2026-11-22T10:00:01.000Z' });
    const { ports } = portsOf(undefined, [older, elsewhere, aToken()]);
    expect(await readExecutions(KEY, { client_group: undefined }, ports)).toMatchObject({
      ok: true,
      value: { token_id: TOKEN_ID },
    });
  });
});
