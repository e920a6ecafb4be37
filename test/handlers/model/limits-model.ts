/** The limits, resends and locks that a person may expect of the service, as plain arithmetic. */
import type { WindowLimit } from '../../../handlers/contract/setting.ts';
import type { Place, Settings } from './issuing-service.ts';
import { parts } from './issuing-service.ts';

/** Small limits, so that few commands reach every one of them. */
export const SETTINGS: Settings = {
  maxAttempts: 3,
  lifetimeSeconds: 300,
  resendAfterSeconds: 30,
  resend: 'same-code',
  sendLimits: {
    person: [
      { limit: 4, windowSeconds: 600 },
      { limit: 9, windowSeconds: 86_400 },
    ],
    destination: [{ limit: 6, windowSeconds: 600 }],
    client: [],
    deployment: [],
  },
  guessLimits: [
    { limit: 5, windowSeconds: 600 },
    { limit: 11, windowSeconds: 86_400 },
  ],
};

export interface ModelToken {
  id: string;
  code: string;
  /** Where the last message went. */
  to: Place;
  /** By destination of this token's messages: when the next one may go there. */
  readonly freeAtMs: Map<Place, number>;
  expiresAtMs: number;
  attempts: number;
  readonly maxAttempts: number;
  sends: number;
  status: 'open' | 'used' | 'revoked';
}

interface Send {
  readonly purpose: string;
  readonly to: Place;
  readonly atMs: number;
  readonly share: 'shared' | 'verified';
}

type Expected =
  | { readonly status: 429; readonly code: 'locked' | 'resend_too_soon' | 'rate_limited' }
  | {
      readonly status: 201;
      /** The same code again, a new code in its place, or a new token. */
      readonly sent: 'again' | 'renewed' | 'new';
    };

export class Model {
  readonly settings: Settings;
  nowMs: number;
  /** By slot, `<client>/<purpose>`. Clients have separate tokens and share the limits on the person. */
  readonly tokens = new Map<string, ModelToken>();
  /** Counted sends, each with the share of the number's limit that it used. */
  private readonly sends: Send[] = [];
  /** Verified numbers. Each has its own share from then on, for longer than a run lasts. */
  private readonly verifiedPhones = new Set<Place>();
  private guesses: { readonly purpose: string; readonly atMs: number }[] = [];
  /** By token ID: which were verified, and how often each was compared with a guess. */
  readonly verified = new Set<string>();
  readonly comparisons = new Map<string, number>();

  constructor(settings: Settings, nowMs: number) {
    this.settings = settings;
    this.nowMs = nowMs;
  }

  expectIssue(slot: string, to: Place = 'home'): Expected {
    if (this.guessRoom(slot) <= 0) {
      return { status: 429, code: 'locked' };
    }
    const token = this.tokens.get(slot);
    const continued = this.isContinued(token) ? token : undefined;
    if (this.nowMs < (continued?.freeAtMs.get(to) ?? 0)) {
      return { status: 429, code: 'resend_too_soon' };
    }
    if (this.sendRoom(slot, to) <= 0) {
      return { status: 429, code: 'rate_limited' };
    }
    return { status: 201, sent: continued === undefined ? 'new' : continued.to === to ? 'again' : 'renewed' };
  }

  /** Counts a send that `expectIssue` allowed. */
  countSend(slot: string, to: Place = 'home'): void {
    const share = this.destinationRoom('shared', to) > 0 ? 'shared' : 'verified';
    this.sends.push({ purpose: purposeOf(slot), to, atMs: this.nowMs, share });
  }

  /** Records another send of a token. */
  sendAgain(token: ModelToken, to: Place): void {
    token.sends += 1;
    token.to = to;
    this.waitFor(token);
  }

  /** The wait doubles with every send, whatever its destination. */
  waitFor(token: ModelToken): void {
    const waitMs = this.settings.resendAfterSeconds * 1000 * 2 ** (token.sends - 1);
    token.freeAtMs.set(token.to, this.nowMs + waitMs);
  }

  countGuess(slot: string): void {
    this.guesses.push({ purpose: purposeOf(slot), atMs: this.nowMs });
  }

  unlock(): void {
    this.guesses = [];
  }

  /** Messages that the limits still allow. */
  sendRoom(slot: string, to: Place = 'home'): number {
    const own = this.sends.filter((send) => send.purpose === purposeOf(slot));
    const verified = this.verifiedPhones.has(to) ? this.destinationRoom('verified', to) : 0;
    const destination = this.destinationRoom('shared', to) + verified;
    return Math.min(...this.rooms(this.settings.sendLimits.person, own), destination);
  }

  /** A correct code came back that went to this place. */
  verifyPhone(from: Place): void {
    this.verifiedPhones.add(from);
  }

  private destinationRoom(share: Send['share'], to: Place): number {
    const sends = this.sends.filter((send) => send.share === share && send.to === to);
    return Math.max(0, Math.min(...this.rooms(this.settings.sendLimits.destination, sends)));
  }

  guessRoom(slot: string): number {
    const own = this.guesses.filter((guess) => guess.purpose === purposeOf(slot));
    return Math.min(...this.rooms(this.settings.guessLimits, own));
  }

  sendsInWindow(slot: string, windowSeconds: number): number {
    const own = this.sends.filter((send) => send.purpose === purposeOf(slot));
    return own.filter(({ atMs }) => this.isInWindow(atMs, windowSeconds)).length;
  }

  expectRefusal(slot: string): 'not_found' | 'expired' | 'used' | 'locked' | undefined {
    const token = this.tokens.get(slot);
    if (token === undefined || token.status === 'revoked') {
      return 'not_found';
    }
    if (this.nowMs >= token.expiresAtMs) {
      return 'expired';
    }
    if (token.status === 'used') {
      return 'used';
    }
    return token.attempts >= token.maxAttempts ? 'locked' : undefined;
  }

  /**
   * Whether a guess at a token is refused because of guesses at another client's token. When only one client
   * has a token, its attempts never exceed the room in the windows.
   */
  isOverrun(slot: string): boolean {
    const others = [...this.tokens.keys()].some(
      (other) => other !== slot && purposeOf(other) === purposeOf(slot),
    );
    return others && this.guessRoom(slot) <= 0;
  }

  /** Whether a message sent now would belong to this token and not to a new one. */
  isContinued(token: ModelToken | undefined): token is ModelToken {
    return (
      token !== undefined &&
      token.status === 'open' &&
      token.attempts < token.maxAttempts &&
      this.nowMs < token.expiresAtMs &&
      token.expiresAtMs - this.nowMs >= (this.settings.lifetimeSeconds * 1000) / 4
    );
  }

  private rooms(limits: readonly WindowLimit[], events: readonly { readonly atMs: number }[]): number[] {
    return limits.map(
      ({ limit, windowSeconds }) =>
        limit - events.filter(({ atMs }) => this.isInWindow(atMs, windowSeconds)).length,
    );
  }

  private isInWindow(atMs: number, windowSeconds: number): boolean {
    const windowMs = windowSeconds * 1000;
    return Math.floor(atMs / windowMs) === Math.floor(this.nowMs / windowMs);
  }
}

const purposeOf = (slot: string): string => parts(slot).purpose;
