/**
 * What people and the systems around them do: one function for each kind of visit, a few calls long.
 *
 * Each visit is of another person, so that what one visit leaves behind can be told from all others.
 */
import type { Asked, Caller } from './caller.ts';
import type { Call, Members } from './ledger.ts';
import { isFault } from './ledger.ts';
import type { Observer } from './observer.ts';
import type { Random } from './random.ts';

export interface Visit {
  readonly userId: string;
  readonly number: string;
  readonly otherNumber: string;
  readonly email: string;
  readonly random: Random;
  readonly caller: Caller;
  /** Of another client. */
  readonly stranger: Caller;
  readonly observer: Observer;
  /** Notes a code that the visit makes itself. */
  readonly brought: (code: string) => void;
  readonly think: () => Promise<void>;
}

const PURPOSE = 'login';
const MESSAGE_WITHIN_MS = 4_000;
/** Longer waits than this are not waited for. */
const PATIENT_MS = 8_000;
const WRONG = 'ZZZZZZZZ';
const LONG = { format: 'alphanumeric', length: 15 };

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const issue = ({ userId }: Visit, body: Members, key?: string): Asked => ({
  kind: 'issue',
  method: 'POST',
  path: '/tokens',
  person: userId,
  purpose: PURPOSE,
  body: { user_id: userId, purpose: PURPOSE, ...body },
  ...(key === undefined ? {} : { key }),
});

const byText = (visit: Visit): Members => ({
  phone_number: visit.number,
  channel: 'sms',
  ...(visit.random() < 0.5 ? LONG : {}),
});

const verify = ({ userId }: Visit, token: string, isRight: boolean, key?: string): Asked => ({
  kind: 'verify',
  method: 'POST',
  path: '/tokens/verify',
  person: userId,
  purpose: PURPOSE,
  body: { user_id: userId, purpose: PURPOSE, token },
  isRight,
  ...(key === undefined ? {} : { key }),
});

const isSent = ({ status }: Call): boolean => status === 201 || status === 202;

/** What the person reads; undefined when no message comes, as after a 202 or when a carrier loses it. */
const read = (visit: Visit, sinceMs: number): Promise<string | undefined> =>
  visit.observer.codeTo([visit.number, visit.otherNumber, visit.email], sinceMs, MESSAGE_WITHIN_MS);

async function enter(visit: Visit, call: Call, key?: string): Promise<void> {
  const code = isSent(call) ? await read(visit, call.startedMs) : undefined;
  if (code !== undefined) {
    await visit.think();
    await visit.caller.retried(verify(visit, code, true, key));
  }
}

async function enrol(visit: Visit, contact: Members): Promise<boolean> {
  const { userId: person, caller } = visit;
  const path = `/contacts/${encodeURIComponent(person)}`;
  const put = await caller.retried({ kind: 'contact', method: 'PUT', path, person, body: contact });
  if (put.status !== 200 || contact.email === undefined) {
    return put.status === 200;
  }
  const link = await visit.observer.find(
    visit.email,
    /http:\/\/\S+Action=ConfirmSubscription\S+/,
    MESSAGE_WITHIN_MS,
  );
  const confirm = { kind: 'confirm', method: 'POST', path: `${path}/confirm`, person } as const;
  return link !== undefined && (await caller.retried({ ...confirm, body: { code: link } })).status === 200;
}

export const SCENARIOS = {
  async signIn(visit: Visit) {
    await enter(visit, await visit.caller.retried(issue(visit, byText(visit))));
  },
  async typo(visit: Visit) {
    const sent = await visit.caller.retried(issue(visit, byText(visit)));
    await visit.caller.once(verify(visit, WRONG, false));
    await enter(visit, sent);
  },
  async askAgain(visit: Visit) {
    const asked = issue(visit, byText(visit));
    const first = await visit.caller.retried(asked);
    const waitMs = Date.parse(String(first.answer.resend_after)) - Date.now();
    if (waitMs > 0 && waitMs < PATIENT_MS) {
      await sleep(waitMs + 50);
    }
    const second = await visit.caller.retried(asked);
    await enter(visit, isSent(second) ? second : first);
  },
  async repeatKey(visit: Visit) {
    const asked = issue(visit, byText(visit), `issue-${visit.userId}`);
    const first = await visit.caller.retried(asked);
    await visit.caller.once(asked);
    await enter(visit, first, `verify-${visit.userId}`);
    const code = await read(visit, 0);
    if (code !== undefined) {
      await visit.caller.once(verify(visit, code, true, `verify-${visit.userId}`));
    }
  },
  async sameKeyAtOnce(visit: Visit) {
    const asked = issue(visit, byText(visit), `at-once-${visit.userId}`);
    const calls = await Promise.all([visit.caller.once(asked), visit.caller.once(asked)]);
    const sent = calls.find(isSent) ?? (await visit.caller.retried(asked));
    await enter(visit, sent);
  },
  async race(visit: Visit) {
    const asked = issue(visit, byText(visit));
    const calls = await Promise.all([visit.caller.once(asked), visit.caller.once(asked)]);
    const sent = calls.find(isSent);
    if (sent !== undefined) {
      const code = await read(visit, sent.startedMs);
      const entered = verify(visit, code ?? WRONG, code !== undefined);
      await Promise.all([visit.caller.once(entered), visit.caller.once(entered)]);
    }
  },
  async byEmail(visit: Visit) {
    if (await enrol(visit, { phone_number: visit.number, email: visit.email })) {
      await enter(visit, await visit.caller.retried(issue(visit, { channel: 'email', ...LONG })));
    }
  },
  async byContact(visit: Visit) {
    if (await enrol(visit, { phone_number: visit.number, email: visit.email })) {
      await enter(visit, await visit.caller.retried(issue(visit, {})));
    }
  },
  async changedContact(visit: Visit) {
    if (await enrol(visit, { phone_number: visit.number })) {
      const sent = await visit.caller.retried(issue(visit, {}));
      if (await enrol(visit, { phone_number: visit.otherNumber })) {
        await enter(visit, sent);
        await enter(visit, await visit.caller.retried(issue(visit, {})));
      }
    }
  },
  async revoked(visit: Visit) {
    const { userId: person, caller } = visit;
    const sent = await caller.retried(issue(visit, byText(visit)));
    await visit.think();
    const path = `/tokens/${encodeURIComponent(person)}?purpose=${PURPOSE}`;
    await caller.retried({ kind: 'revoke', method: 'DELETE', path, person, purpose: PURPOSE });
    await enter(visit, sent);
  },
  async guesser(visit: Visit) {
    await visit.caller.retried(issue(visit, byText(visit)));
    for (let guess = 0; guess < 6; guess += 1) {
      await visit.caller.once(verify(visit, WRONG, false));
    }
  },
  async impatient(visit: Visit) {
    const asked = issue(visit, byText(visit));
    const sent = await visit.caller.retried(asked);
    await visit.caller.once(asked);
    await enter(visit, sent);
  },
  async otherClient(visit: Visit) {
    const sent = await visit.caller.retried(issue(visit, byText(visit)));
    const code = isSent(sent) ? await read(visit, sent.startedMs) : undefined;
    if (code !== undefined) {
      await visit.stranger.once(verify(visit, code, false));
      await visit.caller.retried(verify(visit, code, true));
    }
  },
  async delivery(visit: Visit) {
    const { userId: person, caller, random } = visit;
    const code = String(Math.floor(random() * 9e9) + 1e9);
    visit.brought(code);
    const body = { user_id: person, channel: 'sms', phone_number: visit.number, code };
    const deliver = {
      kind: 'deliver',
      method: 'POST',
      path: '/deliveries',
      person,
      purpose: PURPOSE,
    } as const;
    const sent = await caller.retried({ ...deliver, body, key: `delivery-${person}` });
    if (isSent(sent)) {
      const path = `/deliveries/${encodeURIComponent(String(sent.answer.delivery_id))}/report`;
      const reported = { user_id: person, verified: true };
      await caller.retried({ kind: 'report', method: 'POST', path, person, body: reported });
    }
  },
  async operator(visit: Visit) {
    for (const path of ['/tokens?limit=50', '/limits', '/metrics']) {
      const call = await visit.caller.once({ kind: 'operate', method: 'GET', path });
      if (isFault(call)) {
        await visit.think();
      }
    }
  },
  async badRequest(visit: Visit) {
    await visit.caller.once(issue(visit, { phone_number: '12' }));
    await visit.caller.once(issue(visit, { channel: 'email' }));
  },
} as const satisfies Readonly<Record<string, (visit: Visit) => Promise<void>>>;

export type ScenarioName = keyof typeof SCENARIOS;

/** How often each kind of visit occurs among a hundred. */
export const WEIGHTS: Readonly<Record<ScenarioName, number>> = {
  signIn: 24,
  typo: 8,
  askAgain: 8,
  repeatKey: 8,
  sameKeyAtOnce: 5,
  race: 5,
  byEmail: 8,
  byContact: 8,
  changedContact: 4,
  revoked: 4,
  guesser: 3,
  impatient: 3,
  otherClient: 3,
  delivery: 5,
  operator: 2,
  badRequest: 2,
};
