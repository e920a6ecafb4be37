/** The commands on the service, one at a time and concurrent, and what must hold after each. */
import { expect } from '@jest/globals';
import type { VerificationAnswer } from '../../../handlers/contract/routes/verify-token.ts';
import { fc } from '../../support/properties.ts';
import type { Issued, IssuingService, Place } from './issuing-service.ts';
import type { Model, ModelToken } from './limits-model.ts';

type Command = fc.AsyncCommand<Model, IssuingService>;

/** Two clients for one purpose, and one of them for a second purpose. */
const SLOTS = ['shop/login', 'bank/login', 'shop/payment'];
/** Seconds: around waits, lifetimes and windows, and their ends. */
const STEPS = [1, 29, 30, 60, 120, 225, 226, 300, 600, 43_200, 86_400];

class Issue implements Command {
  readonly slot: string;
  readonly to: Place;
  constructor(slot: string, to: Place = 'home') {
    this.slot = slot;
    this.to = to;
  }

  check(_model: Model): boolean {
    return true;
  }

  async run(model: Model, real: IssuingService): Promise<void> {
    const { slot, to } = this;
    const expected = model.expectIssue(slot, to);
    const sentBefore = real.messages.length;
    const before = model.tokens.get(slot);
    const answer = await real.issue(slot, { to });
    expect([answer.status, answer.code]).toEqual([
      expected.status,
      'code' in expected ? expected.code : undefined,
    ]);
    expect(real.messages.length - sentBefore).toBe(expected.status === 201 ? 1 : 0);
    if (expected.status !== 201) {
      return;
    }
    model.countSend(slot, to);
    const { code = '', to: receiver } = real.messages.at(-1) ?? {};
    expect(receiver).toBe(to);
    const { tokenId = '' } = answer;
    if (expected.sent === 'new' || before === undefined) {
      model.tokens.set(slot, newToken(model, slot, tokenId, code, to));
    } else {
      if (expected.sent === 'again') {
        expect([tokenId, code]).toEqual([before.id, before.code]);
      } else {
        expect(model.comparisons.has(tokenId) || tokenId === before.id).toBe(false);
      }
      before.id = tokenId;
      before.code = code;
      model.sendAgain(before, to);
    }
    await storedAsModelled(model, real, slot);
  }

  toString = () => `issue(${this.slot}, ${this.to})`;
}

class IssueOutOfReach extends Issue {
  override async run(model: Model, real: IssuingService): Promise<void> {
    const { slot, to } = this;
    const expected = model.expectIssue(slot, to);
    const before = model.tokens.get(slot);
    real.isOutOfReach = true;
    const answer = await real.issue(slot, { to });
    real.isOutOfReach = false;
    expect(answer.status).toBe(expected.status === 201 ? 502 : 429);
    if (expected.status !== 201) {
      return;
    }
    // Nothing was sent, so nothing is counted, and the same code does not have to wait.
    if (expected.sent === 'new' || before === undefined) {
      model.tokens.set(slot, { ...newToken(model, slot, '', '', to), status: 'revoked' });
    } else if (expected.sent === 'renewed') {
      // An earlier code stays valid only if the same code was resent. Here a new one had replaced it.
      model.sendAgain(before, to);
      before.status = 'revoked';
    }
    await storedAsModelled(model, real, slot);
  }

  override toString = () => `issueOutOfReach(${this.slot}, ${this.to})`;
}

class Verify implements Command {
  readonly slot: string;
  readonly isRight: boolean;
  constructor(slot: string, isRight: boolean) {
    this.slot = slot;
    this.isRight = isRight;
  }

  check = () => true;

  async run(model: Model, real: IssuingService): Promise<void> {
    const refusal = model.expectRefusal(this.slot);
    const token = model.tokens.get(this.slot);
    const answer = await real.verify(this.slot, guess(token, this.isRight));
    const overrun = refusal === undefined && model.isOverrun(this.slot);
    expect(outcomeOf(answer)).toBe(
      overrun ? 'locked' : (refusal ?? (this.isRight ? 'verified' : 'mismatch')),
    );
    if (refusal === undefined && token) {
      note(model, this.slot, token, [answer]);
    }
    if (overrun && token) {
      token.attempts += 1;
      if (this.isRight && token.code !== '') {
        noteUse(model, token);
      }
    }
    await storedAsModelled(model, real, this.slot);
  }

  toString = () => `verify(${this.slot}, ${this.isRight ? 'right' : 'wrong'})`;
}

/** Concurrent correct and wrong codes. */
class VerifyTogether implements Command {
  readonly slot: string;
  readonly right: number;
  readonly wrong: number;
  constructor(slot: string, right: number, wrong: number) {
    this.slot = slot;
    this.right = right;
    this.wrong = wrong;
  }

  check = () => true;

  async run(model: Model, real: IssuingService): Promise<void> {
    const refusal = model.expectRefusal(this.slot);
    const token = model.tokens.get(this.slot);
    const answers = await Promise.all(
      [...Array<boolean>(this.right).fill(true), ...Array<boolean>(this.wrong).fill(false)].map((isRight) =>
        real.verify(this.slot, guess(token, isRight)),
      ),
    );
    if (refusal !== undefined || token === undefined) {
      expect(new Set(answers.map(outcomeOf))).toEqual(new Set([refusal]));
      return;
    }
    if (model.isOverrun(this.slot)) {
      expect(answers.some(isTold)).toBe(false);
    }
    note(model, this.slot, token, answers);
    await takeOver(model, token, real, this.slot);
    await storedAsModelled(model, real, this.slot);
  }

  toString = () => `verifyTogether(${this.slot}, ${this.right} right, ${this.wrong} wrong)`;
}

/** Concurrent guesses at the codes of two clients, which share the person's limit. */
class VerifyAcross implements Command {
  readonly guesses: readonly { readonly slot: string; readonly isRight: boolean }[];
  constructor(right: readonly boolean[]) {
    this.guesses = right.map((isRight, index) => ({
      slot: index % 2 ? 'bank/login' : 'shop/login',
      isRight,
    }));
  }

  check = () => true;

  async run(model: Model, real: IssuingService): Promise<void> {
    const room = model.guessRoom('shop/login');
    const slots = [...new Set(this.guesses.map(({ slot }) => slot))];
    const refusals = new Map(slots.map((slot) => [slot, model.expectRefusal(slot)]));
    const answers = await Promise.all(
      this.guesses.map(({ slot, isRight }) => real.verify(slot, guess(model.tokens.get(slot), isRight))),
    );
    // No more guesses are answered than the limit allows, however many clients' codes are tried at once.
    expect(answers.filter((answer) => outcomeOf(answer) === 'mismatch').length).toBeLessThanOrEqual(room);
    if (room <= 0 && model.isOverrun('shop/login')) {
      expect(answers.some(isTold)).toBe(false);
    }
    for (const slot of slots) {
      const token = model.tokens.get(slot);
      const own = answers.filter((_, index) => this.guesses[index]?.slot === slot);
      if (refusals.get(slot) !== undefined || token === undefined) {
        expect(new Set(own.map(outcomeOf))).toEqual(new Set([refusals.get(slot)]));
        continue;
      }
      note(model, slot, token, own);
      await takeOver(model, token, real, slot);
      await storedAsModelled(model, real, slot);
    }
  }

  toString = () =>
    `verifyAcross(${this.guesses.map(({ slot, isRight }) => `${slot} ${isRight}`).join(', ')})`;
}

/** Concurrent requests, together with wrong codes. */
class IssueTogether implements Command {
  readonly slot: string;
  readonly requests: number;
  readonly wrong: number;
  constructor(slot: string, requests: number, wrong: number) {
    this.slot = slot;
    this.requests = requests;
    this.wrong = wrong;
  }

  /** The store and end-to-end tests cover concurrent requests for a destination other than the last. */
  check(model: Model): boolean {
    const token = model.tokens.get(this.slot);
    return !model.isContinued(token) || token.to === 'home';
  }

  async run(model: Model, real: IssuingService): Promise<void> {
    const expected = model.expectIssue(this.slot);
    const room = model.sendRoom(this.slot);
    const maxAttempts = Math.min(model.settings.maxAttempts, model.guessRoom(this.slot));
    const before = model.tokens.get(this.slot);
    const sentBefore = real.messages.length;
    const [issued, guessed] = await Promise.all([
      Promise.all(Array.from({ length: this.requests }, () => real.issue(this.slot))),
      Promise.all(Array.from({ length: this.wrong }, () => real.verify(this.slot, guess(before, false)))),
    ]);
    const sent = real.messages.slice(sentBefore);
    const answered = issued.filter(({ status }) => status === 201);
    expect(sent).toHaveLength(answered.length);
    // Concurrent wrong guesses may lock the token that was sent, and a locked token is replaced.
    const attemptsLeft =
      before && model.isContinued(before) ? before.maxAttempts - before.attempts : maxAttempts;
    const most = this.wrong < attemptsLeft ? 1 : 2;
    expect(sent.length).toBeLessThanOrEqual(Math.max(0, Math.min(room, most)));
    // Concurrent guesses may lock the token, which allows a new one.
    if (expected.status === 429 && this.wrong === 0) {
      expect(refusalsOf(issued)).toEqual([expected.code]);
    }
    for (const _ of sent) {
      model.countSend(this.slot);
    }

    const mismatches = guessed.filter((answer) => outcomeOf(answer) === 'mismatch').length;
    for (let i = 0; i < mismatches; i += 1) {
      model.countGuess(this.slot);
    }
    const stored = await real.stored(this.slot);
    if (before) {
      before.attempts = stored?.token_id === before.id ? stored.attempts : before.attempts;
      model.comparisons.set(before.id, (model.comparisons.get(before.id) ?? 0) + mismatches);
      if (answered.some(({ tokenId }) => tokenId === before.id)) {
        model.sendAgain(before, 'home');
      }
    }
    // The same code may be sent first and replaced once guesses have locked it; answers come in any order.
    const made = answered.find(({ tokenId }) => tokenId !== before?.id && tokenId === stored?.token_id);
    if (made && stored) {
      const token = newToken(model, this.slot, stored.token_id, await real.codeOf(stored));
      // Guesses made meanwhile may have changed both its attempts and its maximum.
      model.tokens.set(this.slot, {
        ...token,
        attempts: stored.attempts,
        maxAttempts: stored.max_attempts,
      });
      expect(stored.max_attempts).toBeLessThanOrEqual(model.settings.maxAttempts);
    }
    await storedAsModelled(model, real, this.slot);
  }

  toString = () => `issueTogether(${this.slot}, ${this.requests}, ${this.wrong} wrong)`;
}

/** One request, repeated with its key concurrently and later: one message, one answer. */
class IssueWithKey extends Issue {
  private static keys = 0;

  override async run(model: Model, real: IssuingService): Promise<void> {
    const expected = model.expectIssue(this.slot);
    if (expected.status !== 201 || expected.sent !== 'new') {
      return;
    }
    IssueWithKey.keys += 1;
    const key = `key-${IssueWithKey.keys}`;
    const sentBefore = real.messages.length;
    const answers = await Promise.all([1, 2, 3].map(() => real.issue(this.slot, { key })));
    const issued = answers.filter(({ status }) => status === 201);
    // Any of the three may come first.
    const first = issued.find(({ replayed }) => !replayed);
    const others = issued.filter((answer) => answer !== first);
    expect(real.messages).toHaveLength(sentBefore + 1);
    expect(others.every(({ body, replayed }) => replayed && body === first?.body)).toBe(true);
    expect(refusalsOf(answers)).toEqual(others.length === 2 ? [] : ['request_in_progress']);
    model.countSend(this.slot);
    const code = real.messages.at(-1)?.code ?? '';
    model.tokens.set(this.slot, newToken(model, this.slot, first?.tokenId ?? '', code));
    const later = await real.issue(this.slot, { key });
    expect([later.replayed, later.body]).toEqual([true, first?.body]);
    expect(real.messages).toHaveLength(sentBefore + 1);
    await storedAsModelled(model, real, this.slot);
  }

  override toString = () => `issueWithKey(${this.slot})`;
}

class Revoke extends Issue {
  override async run(model: Model, real: IssuingService): Promise<void> {
    const token = model.tokens.get(this.slot);
    const isOpen = token !== undefined && model.expectRefusal(this.slot) === undefined;
    const isRevoked = await real.revoke(this.slot);
    // A locked token may be revoked as well; it is listed and answered as locked either way.
    if (isOpen) {
      expect(isRevoked).toBe(true);
      token.status = 'revoked';
    }
    await storedAsModelled(model, real, this.slot);
  }

  override toString = () => `revoke(${this.slot})`;
}

class Unlock implements Command {
  check = () => true;

  async run(model: Model, real: IssuingService): Promise<void> {
    await real.unlock();
    model.unlock();
  }

  toString = () => 'unlock';
}

class Pass implements Command {
  readonly seconds: number;
  constructor(seconds: number) {
    this.seconds = seconds;
  }

  check = () => true;

  async run(model: Model, real: IssuingService): Promise<void> {
    model.nowMs += this.seconds * 1000;
    real.nowMs = model.nowMs;
  }

  toString = () => `pass(${this.seconds} s)`;
}

const slot = fc.constantFrom(...SLOTS);
const place = fc.constantFrom<Place>('home', 'home', 'elsewhere');
const few = (max: number) => fc.integer({ min: 0, max });

export const COMMANDS = [
  fc.tuple(slot, place).map(([each, to]) => new Issue(each, to)),
  fc.tuple(slot, place).map(([each, to]) => new IssueOutOfReach(each, to)),
  slot.map((each) => new IssueWithKey(each)),
  fc.tuple(slot, fc.boolean()).map(([each, isRight]) => new Verify(each, isRight)),
  fc
    .tuple(slot, few(3), fc.integer({ min: 1, max: 5 }))
    .map(([p, right, n]) => new VerifyTogether(p, right, n)),
  fc.array(fc.boolean(), { minLength: 2, maxLength: 8 }).map((right) => new VerifyAcross(right)),
  fc
    .tuple(slot, fc.integer({ min: 2, max: 4 }), few(3))
    .map(([p, n, wrong]) => new IssueTogether(p, n, wrong)),
  slot.map((each) => new Revoke(each)),
  fc.constant(new Unlock()),
  fc.constantFrom(...STEPS).map((seconds) => new Pass(seconds)),
  fc.constantFrom(...STEPS).map((seconds) => new Pass(seconds)),
];

const outcomeOf = (answer: VerificationAnswer): string => (answer.verified ? 'verified' : answer.reason);

/** Whether the answer tells the caller if the guess was right. */
const isTold = (answer: VerificationAnswer): boolean => answer.verified || answer.reason === 'mismatch';

/**
 * Takes over what only the store knows after concurrent guesses: a second correct code has spent an attempt
 * too, and a correct code that no window had room for has still used the token.
 */
async function takeOver(model: Model, token: ModelToken, real: IssuingService, slot: string): Promise<void> {
  const stored = await real.stored(slot);
  token.attempts = stored?.attempts ?? 0;
  if (stored?.status === 'used') {
    noteUse(model, token);
  }
}

/** The code came back, which verifies the number it went to, whether or not the caller is told. */
function noteUse(model: Model, token: ModelToken): void {
  token.status = 'used';
  model.verifyPhone(token.to);
}

const refusalsOf = (answers: readonly Issued[]): string[] => [
  ...new Set(answers.flatMap(({ code }) => (code === undefined ? [] : [code]))),
];

function guess(token: ModelToken | undefined, isRight: boolean): string {
  const code = token?.code ?? '';
  if (isRight && code !== '') {
    return code;
  }
  return code === '000000' ? '000001' : '000000';
}

function newToken(model: Model, each: string, id: string, code: string, to: Place = 'home'): ModelToken {
  const token: ModelToken = {
    id,
    code,
    to,
    freeAtMs: new Map(),
    expiresAtMs: model.nowMs + model.settings.lifetimeSeconds * 1000,
    attempts: 0,
    maxAttempts: Math.min(model.settings.maxAttempts, model.guessRoom(each)),
    sends: 1,
    status: 'open',
  };
  model.waitFor(token);
  return token;
}

/** Records the answers for an open token: at most one success, and no more comparisons than allowed. */
function note(model: Model, each: string, token: ModelToken, answers: readonly VerificationAnswer[]): void {
  const outcomes = answers.map(outcomeOf);
  const successes = outcomes.filter((outcome) => outcome === 'verified').length;
  const mismatches = outcomes.filter((outcome) => outcome === 'mismatch').length;
  token.attempts += successes + mismatches;
  const comparisons = (model.comparisons.get(token.id) ?? 0) + successes + mismatches;
  model.comparisons.set(token.id, comparisons);
  expect(comparisons).toBeLessThanOrEqual(token.maxAttempts);
  expect(successes).toBeLessThanOrEqual(1);
  if (successes === 1) {
    expect(model.verified.has(token.id)).toBe(false);
    model.verified.add(token.id);
    noteUse(model, token);
  }
  for (let i = 0; i < mismatches; i += 1) {
    model.countGuess(each);
  }
}

/** The store holds exactly the sends and attempts that the model has seen. */
async function storedAsModelled(model: Model, real: IssuingService, each: string): Promise<void> {
  const token = model.tokens.get(each);
  const stored = await real.stored(each);
  if (token === undefined) {
    return expect(stored).toBeUndefined();
  }
  expect({
    attempts: stored?.attempts,
    maxAttempts: stored?.max_attempts,
    expiresAtMs: (stored?.expiry_time ?? 0) * 1000,
    sends: stored?.sends,
  }).toEqual({
    attempts: token.attempts,
    maxAttempts: token.maxAttempts,
    expiresAtMs: token.expiresAtMs,
    sends: token.sends,
  });
  expect(stored?.attempts).toBeLessThanOrEqual(token.maxAttempts);
  expect(model.guessRoom(each)).toBeGreaterThanOrEqual(0);
  const windows = model.settings.sendLimits.person.map(({ windowSeconds }) => windowSeconds);
  expect(await real.counted(each, windows)).toEqual(
    windows.map((windowSeconds) => model.sendsInWindow(each, windowSeconds)),
  );
}
