/** Values and fakes that the tests of the handlers share. The time is 22 November 2026, 10:00:00 UTC. */
import { randomUUID } from 'node:crypto';
import type { FeedbackReason } from '../../handlers/contract/vocabulary.ts';
import type { AdmittedRequest, Leg, SealedToken } from '../../handlers/contract/workflow.ts';
import type {
  ContactRecord,
  ContactStore,
  ExpectedConfirmation,
  StoredContact,
} from '../../handlers/domain/contacts/contact-store.ts';
import type { SettleFreePorts, SettleTextPorts } from '../../handlers/domain/delivering/settle-send.ts';
import type { OptOutList } from '../../handlers/domain/destinations/opt-out-list.ts';
import { entryOf } from '../../handlers/domain/limits/counter-entry.ts';
import type { CounterStore } from '../../handlers/domain/limits/counter-store.ts';
import type { OverrideSource } from '../../handlers/domain/overrides/overrides.ts';
import { NO_OVERRIDES } from '../../handlers/domain/overrides/overrides.ts';
import type { KeySource, TokenKeys } from '../../handlers/domain/token/token-keys.ts';
import type { TokenRecord } from '../../handlers/domain/token/token-store.ts';

export const NOW_MS = 1_795_341_600_000;
export const NOW_SECONDS = 1_795_341_600;
export const TOKEN_ID = '0b4f6c1e-5f0a-4c3b-9d57-3f3f0a7c1a11';

export const aToken = (overrides: Partial<TokenRecord> = {}): TokenRecord => ({
  user_id: 'premjeet.sahu',
  purpose: 'login',
  token_id: TOKEN_ID,
  sealed_token: 'sealed',
  token_digest: 'digest',
  secret_version: 'v1',
  status: 'issued',
  channel: 'sms',
  channels: ['sms'],
  destination_masked: '+91••••••3210',
  destination_digest: 'digest-of-number',
  issued_at: '2026-11-22T10:00:00.000Z',
  expiry_time: NOW_SECONDS + 300,
  format: 'numeric',
  length: 6,
  attempts: 0,
  max_attempts: 5,
  sends: 1,
  last_sent_at: '2026-11-22T10:00:00.000Z',
  execution_arn: 'arn:aws:states:eu-west-1:000000000000:express:m:n:u',
  client_group: 'auth-system',
  client_id: 'auth-system',
  list_shard: 3,
  ...overrides,
});

/** The person's number, by SMS. */
export const aTextLeg = (overrides: Partial<Leg> = {}): Leg => ({
  channel: 'sms',
  address: '+919876543210',
  masked: '+91••••••3210',
  digest: 'digest-of-number',
  of_contact: true,
  text: { number_prefix: '', price: 0 },
  ...overrides,
});

/** The person's address, by email. */
export const anEmailLeg = (overrides: Partial<Leg> = {}): Leg => ({
  channel: 'email',
  address: 'arn:aws:sns:eu-west-1:000000000000:token-courier-1',
  masked: 'p•••@example.com',
  digest: 'digest-of-email',
  of_contact: true,
  ...overrides,
});

export const anAdmittedRequest = (overrides: Partial<AdmittedRequest> = {}): AdmittedRequest => ({
  user_id: 'premjeet.sahu',
  user_ref: 'a-person-of-note',
  purpose: 'login',
  client_group: 'auth-system',
  format: 'numeric',
  length: 6,
  brought_code: { sealed: '', secret_version: '' },
  locale: 'en',
  route: [aTextLeg(), anEmailLeg()],
  test_number: '',
  test_digest: '',
  guard_counted: '',
  context_hash: '',
  context_digest: '',
  context_shown: '',
  max_attempts: 5,
  sends: 1,
  sent_again_at: '',
  sent_before_at: '',
  number_prefix_before: '',
  handed_to: [],
  resent_by: '',
  earlier_destinations: '',
  replaces: { token_id: '', attempts: 0, sends: 0 },
  renewed: { issued_at: '', expiry_time: 0 },
  counted: [],
  ...overrides,
});

export const aSealedToken = (overrides: Partial<SealedToken> = {}): SealedToken => ({
  token_id: TOKEN_ID,
  sealed_token: 'sealed',
  token_digest: 'digest',
  secret_version: 'v1',
  issued_at: '2026-11-22T10:00:00.000Z',
  expiry_time: NOW_SECONDS + 300,
  ...overrides,
});

/** A key source with one version. */
export const fixedKeys = (keys: TokenKeys): KeySource => ({
  current: async () => keys,
  ofVersion: async () => keys,
});

/** Counts nothing; for rules that are not about limits. */
export const noCounters: CounterStore = {
  count: async (counting) => ({ counted: true, entry: entryOf(counting) }),
  add: async () => undefined,
  takeBack: async () => undefined,
  read: async (_, windows) => windows.map(() => 0),
  clear: async () => undefined,
};

/** A token store without conflicts: there is nothing to revoke, and every hand-over is noted. */
export const noTokens = {
  revoke: async () => false,
  noteHandOver: async () => true,
};

/** No operator has decided anything. */
export const noOverrides: OverrideSource = { current: async () => NO_OVERRIDES };

/** Accounts without a budget or a guard, in which a text counts nothing. */
export const noAccounts: SettleTextPorts & SettleFreePorts = {
  smsBudgetLimits: [],
  open: async () => ({ counters: noCounters }),
  onFault: () => undefined,
  within: async (work) => void (await work),
};

/** A contact store in a map that the test can inspect. */
export function contactsInMemory(
  ...known: ContactRecord[]
): ContactStore & { all: Map<string, ContactRecord> } {
  const all = new Map(known.map((contact) => [contact.user_id, contact]));
  const versions = new Map<string, string>();
  const ifAsRead = (userId: string, before: ContactRecord | undefined, change: () => void) => {
    const same =
      versions.get(userId) === before?.version && all.get(userId)?.email_handle === before?.email_handle;
    if (same) {
      change();
    }
    return same;
  };
  const isAsExpected = (userId: string, expected: ExpectedConfirmation | undefined) => {
    const now = all.get(userId);
    return (
      expected === undefined ||
      (['email_confirmed', 'code_digest', 'code_tries'] as const).every(
        (name) => now?.[name] === expected[name],
      )
    );
  };
  return {
    all,
    get: async (userId) => {
      const contact = all.get(userId);
      const version = versions.get(userId);
      return contact && { ...contact, ...(version === undefined ? {} : { version }) };
    },
    put: async ({ version: _, ...contact }, before, expected) =>
      isAsExpected(contact.user_id, expected) &&
      ifAsRead(contact.user_id, before, () => {
        all.set(contact.user_id, contact);
        versions.set(contact.user_id, (contact as StoredContact).sealed_addresses ?? randomUUID());
      }),
    delete: async (userId, before) =>
      ifAsRead(userId, before, () => {
        all.delete(userId);
        versions.delete(userId);
      }),
    setConfirmed: async (userId, topic, email_confirmed, more) => {
      const contact = all.get(userId);
      if (contact?.email_handle !== topic) {
        return false;
      }
      const asked = more === undefined ? {} : { topic_asked: more.isTopicAsked };
      all.set(userId, { ...contact, email_confirmed, email_unsubscribed: !email_confirmed, ...asked });
      return true;
    },
    noteConfirmationSent: async (userId, topic, confirmation_sent_at, notAfter, code) => {
      const contact = all.get(userId);
      const isDue = (contact?.confirmation_sent_at ?? '') <= notAfter;
      if (contact?.email_handle !== topic || !isDue) {
        return false;
      }
      const { code_tries, ...untried } = contact;
      const kept = code === undefined && code_tries !== undefined ? { code_tries } : {};
      all.set(userId, { ...untried, ...kept, confirmation_sent_at, confirm_by: 'code', ...code });
      return true;
    },
    countTypedCode: async (userId, topic, digest, most) => {
      const contact = all.get(userId);
      const { code_tries = 0 } = contact ?? {};
      if (contact?.email_handle !== topic || contact.code_digest !== digest || code_tries >= most) {
        return false;
      }
      all.set(userId, { ...contact, code_tries: code_tries + 1 });
      return true;
    },
    confirmEmail: async (userId, topic, digest) => {
      const contact = all.get(userId);
      if (contact?.email_handle !== topic || (digest !== undefined && contact.code_digest !== digest)) {
        return false;
      }
      const { code_digest: _, code_expires_at: __, code_tries: ___, ...rest } = contact;
      all.set(userId, { ...rest, email_confirmed: true, email_unsubscribed: false, confirm_by: 'code' });
      return true;
    },
  };
}

/** An opt-out list over a map, which the test may look into. */
export function optOutsInMemory(
  ...known: string[]
): OptOutList & { all: Map<string, FeedbackReason | undefined> } {
  const all = new Map<string, FeedbackReason | undefined>(known.map((subject) => [subject, undefined]));
  return {
    all,
    has: async (subject) => all.has(subject),
    why: async (subject) => all.get(subject),
    since: async (subject) => (all.has(subject) ? NOW_SECONDS : undefined),
    add: async (subject, reason) => {
      const replaces = reason === 'complained' && all.get(subject) === 'bounced';
      if (reason === undefined || replaces || !all.has(subject)) {
        all.set(subject, reason);
      }
    },
    remove: async (subject) => void all.delete(subject),
  };
}
