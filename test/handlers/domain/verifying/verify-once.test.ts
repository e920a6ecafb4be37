import { beforeEach, describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import type { VerificationAnswer } from '../../../../handlers/contract/routes/verify-token.ts';
import { SigningUnavailable, StoreUnavailable } from '../../../../handlers/domain/errors.ts';
import type {
  IdempotencyKey,
  IdempotencyRecord,
  IdempotencyStore,
} from '../../../../handlers/domain/issuing/idempotency-store.ts';
import { deriveKeys, digestToken } from '../../../../handlers/domain/token/seal-token.ts';
import type { TokenRecord, TokenStore } from '../../../../handlers/domain/token/token-store.ts';
import type { VerifyOncePorts } from '../../../../handlers/domain/verifying/verify-once.ts';
import { verifyOnce } from '../../../../handlers/domain/verifying/verify-once.ts';
import { countersInMemory } from '../../counters-in-memory.ts';
import { aToken, fixedKeys, NOW_MS } from '../../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const RIGHT = '123456';
const WRONG = '654321';

/** One person's tokens by client group, with the conditional writes of the store. */
function tokensInMemory(...known: TokenRecord[]) {
  const all = new Map(known.map((token) => [token.client_group, token]));
  const change = (group: string, allowed: (token: TokenRecord) => boolean, to: Partial<TokenRecord>) => {
    const existing = all.get(group);
    if (existing === undefined) {
      return { applied: false } as const;
    }
    if (!allowed(existing)) {
      return { applied: false, existing } as const;
    }
    const token = { ...existing, ...to };
    all.set(group, token);
    return { applied: true, token } as const;
  };
  const isOpen = ({ status }: TokenRecord) => status === 'sent';
  const store = {
    countAttempt: async ({ client_group }, _now, { attemptBy } = {}) => {
      const attempts = (all.get(client_group)?.attempts ?? 0) + 1;
      return change(
        client_group,
        (token) =>
          isOpen(token) &&
          token.attempts < token.max_attempts &&
          (attemptBy === undefined || token.attempt_by !== attemptBy),
        { attempts, ...(attemptBy === undefined ? {} : { attempt_by: attemptBy }) },
      );
    },
    markUsed: async ({ client_group }, { verifiedAt, verifiedBy }) => {
      const used = change(client_group, isOpen, {
        status: 'used',
        verified_at: verifiedAt,
        verified_by: verifiedBy,
      });
      const { sealed_token: _, token_digest: __, ...erased } = all.get(client_group) ?? aToken();
      if (used.applied) {
        all.set(client_group, erased);
      }
      return used.applied ? { applied: true, token: erased } : used;
    },
    returnAttempt: async ({ client_group }) => {
      const attempts = (all.get(client_group)?.attempts ?? 1) - 1;
      change(client_group, () => true, { attempts });
    },
    settleAttempt: async () => undefined,
    allOf: async () => [...all.values()],
  } satisfies Partial<TokenStore>;
  return { all, store: store as Partial<TokenStore> as TokenStore };
}

function claimsInMemory() {
  const all = new Map<string, IdempotencyRecord>();
  const nameOf = (key: IdempotencyKey) => JSON.stringify(key);
  const store: IdempotencyStore = {
    claim: async (key, claim, nowSeconds, failed) => {
      const existing = all.get(nameOf(key));
      const isTaken =
        existing !== undefined &&
        existing.expiry_time > nowSeconds &&
        !(existing.execution_arn === failed && existing.answer === undefined);
      if (isTaken) {
        return { claimed: false, existing };
      }
      all.set(nameOf(key), claim);
      return { claimed: true };
    },
    release: async (key, owner) => {
      if (all.get(nameOf(key))?.execution_arn === owner) {
        all.delete(nameOf(key));
      }
    },
    keepAnswer: async (key, owner, answer) => {
      const claim = all.get(nameOf(key));
      if (claim?.execution_arn === owner) {
        all.set(nameOf(key), { ...claim, answer });
      }
    },
  };
  return { all, store };
}

const live = aToken({ status: 'sent', client_group: 'shop' });
const TOKEN = { ...live, token_digest: digestToken(RIGHT, live, keys) };

let nowMs: number;
let tokens: ReturnType<typeof tokensInMemory>;
let claims: ReturnType<typeof claimsInMemory>;
let receipts: number;
const notKept: unknown[] = [];

beforeEach(() => {
  nowMs = NOW_MS;
  tokens = tokensInMemory(TOKEN);
  claims = claimsInMemory();
  receipts = 0;
  notKept.length = 0;
});

const portsWith = (more: Partial<VerifyOncePorts> = {}): VerifyOncePorts => ({
  tokens: tokens.store,
  claims: claims.store,
  counters: countersInMemory(),
  guessLimits: [],
  keys: fixedKeys(keys),
  subjectKeys: fixedKeys(deriveKeys('v1', 'another secret')),
  random: systemRandomness,
  newId: () => systemRandomness.uuid(),
  now: () => nowMs,
  writeReceipt: async (_, __, verifiedAtSeconds) => {
    receipts += 1;
    return `receipt ${receipts} of ${verifiedAtSeconds}`;
  },
  onNotKept: (error) => notKept.push(error),
  ...more,
});

interface Ask {
  readonly token?: string;
  readonly key?: string;
  readonly client?: string;
  readonly user?: string;
}

const ask = (
  { token = RIGHT, key = 'key', client = 'shop', user = TOKEN.user_id }: Ask = {},
  more: Partial<VerifyOncePorts> = {},
) =>
  verifyOnce(
    {
      clientId: client,
      idempotencyKey: key,
      presented: { user_id: user, purpose: 'login', client_group: client, token },
    },
    portsWith(more),
  );

async function answered(asked: ReturnType<typeof ask>): Promise<VerificationAnswer & { replayed: boolean }> {
  const decision = await asked;
  if (!decision.ok) {
    throw new Error(decision.refusal.code);
  }
  return { ...decision.value.answer, replayed: decision.value.replayed };
}

const stored = () => tokens.all.get('shop');
const failing = async (): Promise<never> => {
  throw new StoreUnavailable();
};

describe('a verification that is repeated with its key', () => {
  it('gets the first answer again, including the same receipt, and spends no attempt', async () => {
    const first = await answered(ask());
    expect(first).toMatchObject({ verified: true, receipt: 'receipt 1 of 1795341600', replayed: false });
    nowMs += 9_000;
    expect(await answered(ask())).toEqual({ ...first, replayed: true });
    expect(stored()?.attempts).toBe(1);
    expect(receipts).toBe(1);
  });

  it('gets a refusal again too, even though the correct code would still be accepted', async () => {
    const first = await answered(ask({ token: WRONG }));
    expect(first).toMatchObject({ reason: 'mismatch', attempts_remaining: 4 });
    expect(await answered(ask({ token: WRONG }))).toEqual({ ...first, replayed: true });
    expect(stored()?.attempts).toBe(1);
  });

  it('is a new verification without a key, or with another key', async () => {
    await answered(ask({ key: '' }));
    expect(await answered(ask({ key: '' }))).toMatchObject({ reason: 'used', replayed: false });
    expect(await answered(ask({ key: 'other' }))).toMatchObject({ reason: 'used', replayed: false });
    expect(claims.all.size).toBe(1);
  });

  it.each([
    ['another code', { token: WRONG }],
    ['another person', { user: 'eve' }],
  ])('is refused with %s, and makes no attempt', async (_, other) => {
    await answered(ask());
    expect(await ask(other)).toMatchObject({ ok: false, refusal: { code: 'idempotency_key_reused' } });
    expect(stored()?.attempts).toBe(1);
  });

  it('gives another client nothing, because keys are per client', async () => {
    await answered(ask());
    expect(await answered(ask({ client: 'bank' }))).toMatchObject({ reason: 'not_found', replayed: false });
  });

  it('is refused while the first is running', async () => {
    const [one, other] = await Promise.all([ask(), ask()]);
    expect([one, other].map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect([one, other]).toContainEqual({
      ok: false,
      refusal: expect.objectContaining({ code: 'request_in_progress', retryAfterSeconds: 12 }),
    });
  });

  it('is forgotten after five minutes', async () => {
    await answered(ask());
    nowMs += 301_000;
    expect(await answered(ask())).toMatchObject({ verified: false, replayed: false });
  });

  it('stores nothing readable of the code, the key and the answer', async () => {
    await answered(ask({ key: 'a-key-of-the-caller' }));
    const [claim] = [...claims.all.values()];
    const kept = JSON.stringify(claim);
    for (const secret of [RIGHT, 'a-key-of-the-caller', 'receipt', 'verified']) {
      expect(kept).not.toContain(secret);
    }
  });
});

describe('a verification that crashes', () => {
  const die = async (more: Partial<VerifyOncePorts>, asked: Ask = {}) => {
    // A function that crashes releases nothing.
    const dying = { ...claims.store, release: failing };
    await expect(ask(asked, { claims: dying, ...more })).rejects.toThrow(StoreUnavailable);
    expect(await ask(asked)).toMatchObject({ refusal: { code: 'request_in_progress' } });
    nowMs += 12_000;
  };

  it('before it used the code is repeated, for the attempt that it counted', async () => {
    await die({ tokens: { ...tokens.store, markUsed: failing } });
    expect(stored()).toMatchObject({ status: 'sent', attempts: 1 });
    expect(await answered(ask())).toMatchObject({ verified: true, replayed: false });
    expect(stored()).toMatchObject({ status: 'used', attempts: 1 });
  });

  it('after it used the code learns that it did', async () => {
    const usesAndDies: TokenStore = {
      ...tokens.store,
      markUsed: async (...use) => {
        await tokens.store.markUsed(...use);
        return failing();
      },
    };
    await die({ tokens: usesAndDies });
    expect(await answered(ask())).toMatchObject({
      verified: true,
      verified_at: '2026-11-22T10:00:00.000Z',
      receipt: 'receipt 2 of 1795341600',
    });
    expect(await answered(ask({ key: 'other' }))).toMatchObject({ reason: 'used' });
  });

  it('with a wrong code fails again, for the same attempt', async () => {
    const dying = { ...claims.store, keepAnswer: failing };
    expect(await answered(ask({ token: WRONG }, { claims: dying }))).toMatchObject({ reason: 'mismatch' });
    expect(notKept).toHaveLength(1);
    nowMs += 12_000;
    expect(await answered(ask({ token: WRONG }))).toMatchObject({
      reason: 'mismatch',
      attempts_remaining: 4,
    });
    expect(stored()?.attempts).toBe(1);
  });

  it('gives no free guess: another code is another attempt', async () => {
    await die({ tokens: { ...tokens.store, settleAttempt: failing }, guessLimits: LIMITS }, { token: WRONG });
    expect(await ask({ token: '111111' })).toMatchObject({ refusal: { code: 'idempotency_key_reused' } });
    await answered(ask({ token: '111111', key: 'other' }));
    expect(stored()?.attempts).toBe(2);
    expect(await answered(ask({ token: WRONG }))).toMatchObject({ attempts_remaining: 2 });
  });
});

const LIMITS = [{ limit: 10, windowSeconds: 600 }];

describe('a verification that fails', () => {
  it('frees its key at once, and costs one attempt in total', async () => {
    const failingOnce = { ...tokens.store, markUsed: failing };
    await expect(ask({}, { tokens: failingOnce })).rejects.toThrow(StoreUnavailable);
    expect(await answered(ask())).toMatchObject({ verified: true });
    expect(stored()?.attempts).toBe(1);
  });

  it('because nothing can be signed costs no attempt, and succeeds the next time', async () => {
    const writeReceipt = async (): Promise<never> => {
      throw new SigningUnavailable();
    };
    await expect(ask({}, { writeReceipt })).rejects.toThrow(SigningUnavailable);
    expect(stored()?.attempts).toBe(0);
    expect(await answered(ask())).toMatchObject({ verified: true });
  });
});

describe('an attempt whose response from the store was lost', () => {
  const repeating = (): TokenStore => ({
    ...tokens.store,
    countAttempt: async (...attempt) => {
      await tokens.store.countAttempt(...attempt);
      return tokens.store.countAttempt(...attempt);
    },
  });

  it.each(['key', ''])('is counted once when the SDK repeats it, with the key %j', async (key) => {
    await answered(ask({ key, token: WRONG }, { tokens: repeating() }));
    expect(stored()?.attempts).toBe(1);
  });

  it('verifies the correct code, although it was the last attempt', async () => {
    tokens = tokensInMemory({ ...TOKEN, attempts: TOKEN.max_attempts - 1 });
    expect(await answered(ask({ key: '' }, { tokens: repeating() }))).toMatchObject({ verified: true });
  });
});

describe('a use whose response from the store was lost', () => {
  it('is recognised as its own when the SDK retries it, with a key and without', async () => {
    for (const key of ['key', '']) {
      tokens = tokensInMemory(TOKEN);
      const repeating: TokenStore = {
        ...tokens.store,
        markUsed: async (...use) => {
          await tokens.store.markUsed(...use);
          return tokens.store.markUsed(...use);
        },
      };
      expect(await answered(ask({ key }, { tokens: repeating }))).toMatchObject({ verified: true });
    }
  });
});

describe('codes of several clients for one person and purpose', () => {
  const other = aToken({ ...TOKEN, client_group: 'bank', token_id: 'of-the-bank' });

  it('are separate: the correct code of one client is wrong at the other', async () => {
    tokens = tokensInMemory(TOKEN, { ...other, token_digest: digestToken('999999', other, keys) });
    expect(await answered(ask({ client: 'bank' }))).toMatchObject({ reason: 'mismatch' });
    expect(stored()?.attempts).toBe(0);
    expect(await answered(ask())).toMatchObject({ verified: true });
  });

  it('share the guess limit: no more guesses are answered than it allows', async () => {
    tokens = tokensInMemory(TOKEN, other);
    const ports = { counters: countersInMemory(), guessLimits: [{ limit: 2, windowSeconds: 600 }] };
    for (const token of ['111111', '222222']) {
      expect(await answered(ask({ client: 'bank', token, key: '' }, ports))).toMatchObject({
        reason: 'mismatch',
      });
    }
    expect(await answered(ask({ client: 'bank', token: '333333', key: '' }, ports))).toMatchObject({
      reason: 'locked',
    });
    expect(await answered(ask({ key: '' }, ports))).toMatchObject({ reason: 'locked' });
  });

  it('count a guess in progress at the other client, although it is in no window yet', async () => {
    tokens = tokensInMemory(TOKEN, { ...other, attempts: 2 });
    const ports = { counters: countersInMemory(), guessLimits: [{ limit: 2, windowSeconds: 600 }] };
    expect(await answered(ask({ key: '' }, ports))).toMatchObject({ reason: 'locked' });
  });

  it('are not summed when there is one client, whose token alone decides', async () => {
    tokens = tokensInMemory({ ...TOKEN, attempts: 2 });
    const ports = { counters: countersInMemory(), guessLimits: [{ limit: 2, windowSeconds: 600 }] };
    expect(await answered(ask({ key: '' }, ports))).toMatchObject({ verified: true });
  });
});
