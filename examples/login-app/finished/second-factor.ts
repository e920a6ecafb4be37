/**
 * The second factor: whoever has typed the right password is sent a code, and is signed in with the right one.
 *
 * Until then, a cookie says whose password was right and which code was sent. It lets nobody in.
 */
import { randomUUID } from 'node:crypto';
import type { Account } from '../shared/accounts.ts';
import type { AppParts } from '../shared/app-parts.ts';
import type { Notice } from '../shared/page.ts';
import type { Answer, Routes, Visit } from '../shared/serve.ts';
import { checkCode } from './check-code.ts';
import type { ShownCode } from './code-page.ts';
import { codePage, codeScript } from './code-page.ts';
import type { Courier } from './send-code.ts';
import { sendCode } from './send-code.ts';
import { NO_CODE, NOT_ACCEPTED, passwordFirst, SENT_AGAIN, tooEarly } from './words.ts';

/** How long after the password a sign-in can be completed, however many codes it takes. */
const SIGN_IN_MS = 15 * 60_000;
const MILLISECONDS = 1000;

/** A sign-in that still needs its code. */
interface PendingSignIn extends ShownCode {
  readonly userId: string;
  /** Known to this browser only, so that the answer to it is not repeated to another. */
  readonly attempt: string;
  readonly endsAtMs: number;
}

export interface SecondFactorParts extends AppParts {
  readonly courier: Courier;
  /** Completes the sign-in. */
  readonly signIn: (account: Account) => { readonly redirect: string; readonly cookies: readonly string[] };
  /** Returns to the form for the password. */
  readonly refuse: (why: Notice) => Answer;
}

export interface SecondFactor {
  /** Sends a code to somebody whose password was right. */
  begin(account: Account, visit: Visit): Promise<Answer>;
  readonly routes: Routes;
}

export function createSecondFactor(parts: SecondFactorParts): SecondFactor {
  const { signatures, accounts, nowMs, courier, signIn, refuse } = parts;
  const pending = signatures.cookie<PendingSignIn>('pending');

  const toCode = (signingIn: PendingSignIn): Answer => ({
    redirect: '/code',
    cookies: [pending.set(signingIn, signingIn.endsAtMs)],
  });

  /** Calls `answer` for a sign-in that still needs its code; without one, it starts over with the password. */
  const whilePending =
    (answer: (signingIn: PendingSignIn, account: Account, visit: Visit) => Answer | Promise<Answer>) =>
    (visit: Visit): Answer | Promise<Answer> => {
      const signingIn = pending.read(visit.cookies);
      const account = signingIn && accounts.find(signingIn.userId);
      return account ? answer(signingIn, account, visit) : refuse(passwordFirst(SIGN_IN_MS / MILLISECONDS));
    };

  return {
    async begin(account, { cookies, form }) {
      const { userId } = account;
      const endsAtMs = nowMs() + SIGN_IN_MS;
      // A form that is submitted twice sends one code.
      const key = signatures.sign('send', userId, form.get('once') || randomUUID());
      const result = await sendCode(courier, account, key, nowMs());
      if (result.isSent) {
        return toCode({ ...result.sent, userId, attempt: randomUUID(), endsAtMs, isSpent: false });
      }
      // The code that this browser was promised before may still arrive.
      const earlier = pending.read(cookies);
      return earlier?.userId === userId
        ? toCode({ ...earlier, endsAtMs, notice: result.why })
        : refuse(result.why);
    },

    routes: {
      'GET /code': whilePending((signingIn) => {
        const { notice, ...shown } = signingIn;
        const isExpired = !shown.isSpent && nowMs() >= shown.expiresAtMs;
        return {
          page: codePage(
            isExpired ? { ...shown, isSpent: true, notice: NOT_ACCEPTED.expired } : signingIn,
            nowMs(),
          ),
          // Shown once.
          cookies: [pending.set(shown, shown.endsAtMs)],
        };
      }),

      'GET /code.js': () => ({ file: codeScript, type: 'text/javascript; charset=utf-8' }),

      'POST /code': whilePending(async (signingIn, account, { form }) => {
        const { userId, tokenId, attempt } = signingIn;
        const typed = form.get('code')?.trim() ?? '';
        if (typed === '') {
          return toCode({ ...signingIn, notice: NO_CODE });
        }
        // A code that is submitted twice, or whose answer was lost, is checked once. `attempt` keeps the answer
        // from whoever types the same code elsewhere.
        const key = signatures.sign('check', attempt, tokenId, typed);
        const result = await checkCode(courier, { userId, tokenId, typed }, key);
        if (!result.isRight) {
          return toCode({ ...signingIn, isSpent: result.isSpent, notice: result.why });
        }
        const { redirect, cookies } = signIn(account);
        return { redirect, cookies: [...cookies, pending.clear()] };
      }),

      'POST /code/resend': whilePending(async (signingIn, account, { form }) => {
        const { userId, attempt, endsAtMs, isSpent, resendAtMs } = signingIn;
        const waitMs = isSpent ? 0 : resendAtMs - nowMs();
        if (waitMs > 0) {
          return toCode({ ...signingIn, notice: tooEarly(waitMs / MILLISECONDS) });
        }
        const key = signatures.sign('send', userId, form.get('once') || randomUUID());
        const result = await sendCode(courier, account, key, nowMs());
        return result.isSent
          ? toCode({
              ...result.sent,
              userId,
              attempt,
              endsAtMs,
              isSpent: false,
              notice: SENT_AGAIN,
            })
          : toCode({ ...signingIn, resendAtMs: nowMs() + result.waitMs, notice: result.why });
      }),

      'POST /code/cancel': () => ({ redirect: '/sign-in', cookies: [pending.clear()] }),
    },
  };
}
