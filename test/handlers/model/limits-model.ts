/** What a person may expect of the service: the limits, resends and locks, as plain arithmetic. */
import type { WindowLimit } from '../../../handlers/contract/settings.ts';
import type { Settings } from './issuing-service.ts';

/** The settings are small, so that few commands reach every limit. */
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
  expiresAtMs: number;
  attempts: number;
  readonly maxAttempts: number;
  sends: number;
  lastSentMs: number;
  status: 'open' | 'used' | 'revoked';
}

interface Send {
  readonly purpose: string;
  readonly atMs: number;
  readonly share: 'shared' | 'verified';
}

type Expected =
  | { readonly status: 429; readonly code: 'locked' | 'resend_too_soon' | 'rate_limited' }
  | { readonly status: 201; readonly resent: boolean };

export class Model {
  readonly settings: Settings;
  nowMs: number;
  readonly tokens = new Map<string, ModelToken>();
  /** Times of counted sends, by purpose, and by whose share of the number's limit. */
  private readonly sends: Send[] = [];
  /** Whether a code from the phone came back: it then has a share of its own, for longer than a run lasts. */
  private isPhoneVerified = false;
  private guesses: { readonly purpose: string; readonly atMs: number }[] = [];
  /** Every token that verified, by id, and how often each was compared with a guess. */
  readonly verified = new Set<string>();
  readonly comparisons = new Map<string, number>();

  constructor(settings: Settings, nowMs: number) {
    this.settings = settings;
    this.nowMs = nowMs;
  }

  expectIssue(purpose: string): Expected {
    if (this.guessRoom(purpose) <= 0) return { status: 429, code: 'locked' };
    const token = this.tokens.get(purpose);
    const resent = this.isSentAgain(token);
    if (token && resent && this.nowMs < this.resendAfterMs(token)) {
      return { status: 429, code: 'resend_too_soon' };
    }
    return this.sendRoom(purpose) <= 0 ? { status: 429, code: 'rate_limited' } : { status: 201, resent };
  }

  /** Counts a send that `expectIssue` allowed. */
  countSend(purpose: string): void {
    const share = this.destinationRoom('shared') > 0 ? 'shared' : 'verified';
    this.sends.push({ purpose, atMs: this.nowMs, share });
  }

  countGuess(purpose: string): void {
    this.guesses.push({ purpose, atMs: this.nowMs });
  }

  unlock(): void {
    this.guesses = [];
  }

  /** Messages that the limits still allow. */
  sendRoom(purpose: string): number {
    const own = this.sends.filter((send) => send.purpose === purpose);
    const verified = this.isPhoneVerified ? this.destinationRoom('verified') : 0;
    const destination = this.destinationRoom('shared') + verified;
    return Math.min(...this.rooms(this.settings.sendLimits.person, own), destination);
  }

  /** A right code came back. */
  verifyPhone(): void {
    this.isPhoneVerified = true;
  }

  private destinationRoom(share: Send['share']): number {
    const sends = this.sends.filter((send) => send.share === share);
    return Math.max(0, Math.min(...this.rooms(this.settings.sendLimits.destination, sends)));
  }

  guessRoom(purpose: string): number {
    const own = this.guesses.filter((guess) => guess.purpose === purpose);
    return Math.min(...this.rooms(this.settings.guessLimits, own));
  }

  sendsInWindow(purpose: string, windowSeconds: number): number {
    const own = this.sends.filter((send) => send.purpose === purpose);
    return own.filter(({ atMs }) => this.isInWindow(atMs, windowSeconds)).length;
  }

  expectRefusal(purpose: string): 'not_found' | 'expired' | 'used' | 'locked' | undefined {
    const token = this.tokens.get(purpose);
    if (token === undefined || token.status === 'revoked') return 'not_found';
    if (this.nowMs >= token.expiresAtMs) return 'expired';
    if (token.status === 'used') return 'used';
    return token.attempts >= token.maxAttempts ? 'locked' : undefined;
  }

  isSentAgain(token: ModelToken | undefined): boolean {
    return (
      token !== undefined &&
      token.status === 'open' &&
      token.attempts < token.maxAttempts &&
      this.nowMs < token.expiresAtMs &&
      token.expiresAtMs - this.nowMs >= (this.settings.lifetimeSeconds * 1000) / 4
    );
  }

  private resendAfterMs = (token: ModelToken): number =>
    token.lastSentMs + this.settings.resendAfterSeconds * 1000 * 2 ** (token.sends - 1);

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
