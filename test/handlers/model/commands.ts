/** What can be done to the service, one at a time and at once, and what has to hold afterwards. */
import { expect } from '@jest/globals';
import type { VerificationAnswer } from '../../../handlers/contract/api.ts';
import { fc } from '../../support/properties.ts';
import type { Issued, IssuingService, Place } from './issuing-service.ts';
import type { Model, ModelToken } from './limits-model.ts';

type Command = fc.AsyncCommand<Model, IssuingService>;

const PURPOSES = ['login', 'payment'];
/** Seconds; around waits, lives, windows and their ends. */
const STEPS = [1, 29, 30, 60, 120, 225, 226, 300, 600, 43_200, 86_400];

class Issue implements Command {
  readonly purpose: string;
  readonly to: Place;
  constructor(purpose: string, to: Place = 'home') {
    this.purpose = purpose;
    this.to = to;
  }

  check(_model: Model): boolean {
    return true;
  }

  async run(model: Model, real: IssuingService): Promise<void> {
    const { purpose, to } = this;
    const expected = model.expectIssue(purpose, to);
    const sentBefore = real.messages.length;
    const before = model.tokens.get(purpose);
    const answer = await real.issue(purpose, { to });
    expect([answer.status, answer.code]).toEqual([
      expected.status,
      'code' in expected ? expected.code : undefined,
    ]);
    expect(real.messages.length - sentBefore).toBe(expected.status === 201 ? 1 : 0);
    if (expected.status !== 201) return;
    model.countSend(purpose, to);
    const { code = '', to: receiver } = real.messages.at(-1) ?? {};
    expect(receiver).toBe(to);
    const { tokenId = '' } = answer;
    if (expected.sent === 'new' || before === undefined) {
      model.tokens.set(purpose, newToken(model, purpose, tokenId, code, to));
    } else {
      if (expected.sent === 'again') expect([tokenId, code]).toEqual([before.id, before.code]);
      else expect(model.comparisons.has(tokenId) || tokenId === before.id).toBe(false);
      before.id = tokenId;
      before.code = code;
      model.sendAgain(before, to);
    }
    await storedAsModelled(model, real, purpose);
  }

  toString = () => `issue(${this.purpose}, ${this.to})`;
}

class IssueOutOfReach extends Issue {
  override async run(model: Model, real: IssuingService): Promise<void> {
    const { purpose, to } = this;
    const expected = model.expectIssue(purpose, to);
    const before = model.tokens.get(purpose);
    real.isOutOfReach = true;
    const answer = await real.issue(purpose, { to });
    real.isOutOfReach = false;
    expect(answer.status).toBe(expected.status === 201 ? 502 : 429);
    if (expected.status !== 201) return;
    model.countSend(purpose, to);
    if (expected.sent === 'new' || before === undefined) {
      model.tokens.set(purpose, { ...newToken(model, purpose, '', '', to), status: 'revoked' });
    } else {
      model.sendAgain(before, to);
      // Who has the code before keeps it only when it is the same.
      if (expected.sent === 'renewed') before.status = 'revoked';
    }
    await storedAsModelled(model, real, purpose);
  }

  override toString = () => `issueOutOfReach(${this.purpose}, ${this.to})`;
}

class Verify implements Command {
  readonly purpose: string;
  readonly isRight: boolean;
  constructor(purpose: string, isRight: boolean) {
    this.purpose = purpose;
    this.isRight = isRight;
  }

  check = () => true;

  async run(model: Model, real: IssuingService): Promise<void> {
    const refusal = model.expectRefusal(this.purpose);
    const token = model.tokens.get(this.purpose);
    const answer = await real.verify(this.purpose, guess(token, this.isRight));
    expect(outcomeOf(answer)).toBe(refusal ?? (this.isRight ? 'verified' : 'mismatch'));
    if (refusal === undefined && token) note(model, this.purpose, token, [answer]);
    await storedAsModelled(model, real, this.purpose);
  }

  toString = () => `verify(${this.purpose}, ${this.isRight ? 'right' : 'wrong'})`;
}

/** Right and wrong tokens at the same moment. */
class VerifyTogether implements Command {
  readonly purpose: string;
  readonly right: number;
  readonly wrong: number;
  constructor(purpose: string, right: number, wrong: number) {
    this.purpose = purpose;
    this.right = right;
    this.wrong = wrong;
  }

  check = () => true;

  async run(model: Model, real: IssuingService): Promise<void> {
    const refusal = model.expectRefusal(this.purpose);
    const token = model.tokens.get(this.purpose);
    const answers = await Promise.all(
      [...Array<boolean>(this.right).fill(true), ...Array<boolean>(this.wrong).fill(false)].map((isRight) =>
        real.verify(this.purpose, guess(token, isRight)),
      ),
    );
    if (refusal !== undefined || token === undefined) {
      expect(new Set(answers.map(outcomeOf))).toEqual(new Set([refusal]));
      return;
    }
    note(model, this.purpose, token, answers);
    // Who is right at once with another right one has spent an attempt too; the store knows how many.
    token.attempts = (await real.stored(this.purpose))?.attempts ?? 0;
    await storedAsModelled(model, real, this.purpose);
  }

  toString = () => `verifyTogether(${this.purpose}, ${this.right} right, ${this.wrong} wrong)`;
}

/** Requests at the same moment, and wrong tokens with them. */
class IssueTogether implements Command {
  readonly purpose: string;
  readonly requests: number;
  readonly wrong: number;
  constructor(purpose: string, requests: number, wrong: number) {
    this.purpose = purpose;
    this.requests = requests;
    this.wrong = wrong;
  }

  /** Requests at once for another destination than the last are in the stores' and the end-to-end tests. */
  check(model: Model): boolean {
    const token = model.tokens.get(this.purpose);
    return !model.isContinued(token) || token.to === 'home';
  }

  async run(model: Model, real: IssuingService): Promise<void> {
    const expected = model.expectIssue(this.purpose);
    const room = model.sendRoom(this.purpose);
    const maxAttempts = Math.min(model.settings.maxAttempts, model.guessRoom(this.purpose));
    const before = model.tokens.get(this.purpose);
    const sentBefore = real.messages.length;
    const [issued, guessed] = await Promise.all([
      Promise.all(Array.from({ length: this.requests }, () => real.issue(this.purpose))),
      Promise.all(Array.from({ length: this.wrong }, () => real.verify(this.purpose, guess(before, false)))),
    ]);
    const sent = real.messages.slice(sentBefore);
    const answered = issued.filter(({ status }) => status === 201);
    expect(sent).toHaveLength(answered.length);
    // Wrong guesses at the same moment may lock the token that was sent, and a locked one is replaced.
    const attemptsLeft =
      before && model.isContinued(before) ? before.maxAttempts - before.attempts : maxAttempts;
    const most = this.wrong < attemptsLeft ? 1 : 2;
    expect(sent.length).toBeLessThanOrEqual(Math.max(0, Math.min(room, most)));
    // Guesses at the same moment may lock the token, which lets a new one be made.
    if (expected.status === 429 && this.wrong === 0) expect(refusalsOf(issued)).toEqual([expected.code]);
    for (const _ of sent) model.countSend(this.purpose);

    const mismatches = guessed.filter((answer) => outcomeOf(answer) === 'mismatch').length;
    for (let i = 0; i < mismatches; i += 1) model.countGuess(this.purpose);
    const stored = await real.stored(this.purpose);
    const [answer] = answered;
    if (before) {
      before.attempts = stored?.token_id === before.id ? stored.attempts : before.attempts;
      model.comparisons.set(before.id, (model.comparisons.get(before.id) ?? 0) + mismatches);
    }
    if (answer?.tokenId === before?.id && before && answer) {
      model.sendAgain(before, 'home');
    } else if (answer && stored) {
      const token = newToken(model, this.purpose, answer.tokenId ?? '', sent[0]?.code ?? '');
      // Guesses that came between its admission and now count against both.
      model.tokens.set(this.purpose, {
        ...token,
        attempts: stored.attempts,
        maxAttempts: stored.max_attempts,
      });
      expect(stored.max_attempts).toBeLessThanOrEqual(model.settings.maxAttempts);
    }
    await storedAsModelled(model, real, this.purpose);
  }

  toString = () => `issueTogether(${this.purpose}, ${this.requests}, ${this.wrong} wrong)`;
}

/** One request, repeated with its key at once and later: one message, one answer. */
class IssueWithKey extends Issue {
  private static keys = 0;

  override async run(model: Model, real: IssuingService): Promise<void> {
    const expected = model.expectIssue(this.purpose);
    if (expected.status !== 201 || expected.sent !== 'new') return;
    IssueWithKey.keys += 1;
    const key = `key-${IssueWithKey.keys}`;
    const sentBefore = real.messages.length;
    const answers = await Promise.all([1, 2, 3].map(() => real.issue(this.purpose, { key })));
    const [first, ...others] = answers.filter(({ status }) => status === 201);
    expect(real.messages).toHaveLength(sentBefore + 1);
    expect(others.every(({ body, replayed }) => replayed && body === first?.body)).toBe(true);
    expect(refusalsOf(answers)).toEqual(others.length === 2 ? [] : ['request_in_progress']);
    model.countSend(this.purpose);
    const code = real.messages.at(-1)?.code ?? '';
    model.tokens.set(this.purpose, newToken(model, this.purpose, first?.tokenId ?? '', code));
    const later = await real.issue(this.purpose, { key });
    expect([later.replayed, later.body]).toEqual([true, first?.body]);
    expect(real.messages).toHaveLength(sentBefore + 1);
    await storedAsModelled(model, real, this.purpose);
  }

  override toString = () => `issueWithKey(${this.purpose})`;
}

class Revoke extends Issue {
  override async run(model: Model, real: IssuingService): Promise<void> {
    const token = model.tokens.get(this.purpose);
    const isOpen = token !== undefined && model.expectRefusal(this.purpose) === undefined;
    const isRevoked = await real.revoke(this.purpose);
    // What is locked may be revoked as well, and is shown and answered as locked either way.
    if (isOpen) expect(isRevoked).toBe(true);
    if (isOpen) token.status = 'revoked';
    await storedAsModelled(model, real, this.purpose);
  }

  override toString = () => `revoke(${this.purpose})`;
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

const purpose = fc.constantFrom(...PURPOSES);
const place = fc.constantFrom<Place>('home', 'home', 'elsewhere');
const few = (max: number) => fc.integer({ min: 0, max });

export const COMMANDS = [
  fc.tuple(purpose, place).map(([each, to]) => new Issue(each, to)),
  fc.tuple(purpose, place).map(([each, to]) => new IssueOutOfReach(each, to)),
  purpose.map((each) => new IssueWithKey(each)),
  fc.tuple(purpose, fc.boolean()).map(([each, isRight]) => new Verify(each, isRight)),
  fc
    .tuple(purpose, few(3), fc.integer({ min: 1, max: 5 }))
    .map(([p, right, n]) => new VerifyTogether(p, right, n)),
  fc
    .tuple(purpose, fc.integer({ min: 2, max: 4 }), few(3))
    .map(([p, n, wrong]) => new IssueTogether(p, n, wrong)),
  purpose.map((each) => new Revoke(each)),
  fc.constant(new Unlock()),
  fc.constantFrom(...STEPS).map((seconds) => new Pass(seconds)),
  fc.constantFrom(...STEPS).map((seconds) => new Pass(seconds)),
];

const outcomeOf = (answer: VerificationAnswer): string => (answer.verified ? 'verified' : answer.reason);

const refusalsOf = (answers: readonly Issued[]): string[] => [
  ...new Set(answers.flatMap(({ code }) => (code === undefined ? [] : [code]))),
];

function guess(token: ModelToken | undefined, isRight: boolean): string {
  const code = token?.code ?? '';
  if (isRight && code !== '') return code;
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

/** Notes what verifications of a usable token gave: at most one success, at most the allowed comparisons. */
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
    token.status = 'used';
  }
  for (let i = 0; i < mismatches; i += 1) model.countGuess(each);
}

/** No send or attempt that the model has not seen, and none that it has seen is lost. */
async function storedAsModelled(model: Model, real: IssuingService, each: string): Promise<void> {
  const token = model.tokens.get(each);
  const stored = await real.stored(each);
  if (token === undefined) return expect(stored).toBeUndefined();
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
  for (const { windowSeconds } of model.settings.sendLimits.person) {
    expect(await real.counted(each, windowSeconds)).toBe(model.sendsInWindow(each, windowSeconds));
  }
}
