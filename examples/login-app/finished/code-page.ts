/** The page on which people type the code that they were sent. */
import { readFileSync } from 'node:fs';
import type { Html } from '../shared/html.ts';
import { html } from '../shared/html.ts';
import type { Notice } from '../shared/page.ts';
import { describedBy, renderPage } from '../shared/page.ts';
import { idempotencyField } from '../shared/pages.ts';
import type { SentCode } from './send-code.ts';
import { CODE_FORMAT } from './send-code.ts';
import { durationOf } from './words.ts';

/** A channel that the service adds needs its word here. */
const SENT_BY: Readonly<Record<SentCode['channel'], string>> = { sms: 'text', email: 'email' };

const MILLISECONDS = 1000;

/** Counts down; the page works without it too. */
export const codeScript = readFileSync(new URL('code.js', import.meta.url), 'utf8');

/**
 * What makes phones offer the code from the text, and show the keyboard that fits it
 * (https://web.dev/articles/sms-otp-form). A number field would drop leading zeros; the length is not limited,
 * because people paste codes with blanks, which the service ignores.
 */
const FIELDS = {
  numeric: html`inputmode="numeric" pattern="[0-9\\s\\-]*" title="Digits only"`,
  alphanumeric: html`inputmode="text" autocapitalize="characters"`,
} as const;

export interface ShownCode extends SentCode {
  /** The code cannot be used any more. */
  readonly isSpent: boolean;
  readonly notice?: Notice;
}

export function codePage(shown: ShownCode, nowMs: number): Html {
  const { notice, isSpent, expiresAtMs, resendAtMs } = shown;
  return renderPage({
    title: isSpent ? 'Get a new code' : 'Enter your code',
    notice,
    script: '/code.js',
    content: html`${isSpent ? undefined : codeForm(shown, expiresAtMs - nowMs)}
      ${resendForm(isSpent ? 0 : resendAtMs - nowMs)}
      <form method="post" action="/code/cancel"><button class="quiet">Back to the password</button></form>`,
  });
}

const codeForm = ({ channel, destination, isUncertain, notice }: ShownCode, leftMs: number): Html => html`<p>
        ${isUncertain ? 'A code may be on its way' : 'A code was sent'} by ${SENT_BY[channel]}
        to <strong>${destination}</strong>. It is valid for ${durationOf(leftMs / MILLISECONDS)}.
        ${isUncertain ? 'If it arrives, type it here. Otherwise, ask for another one.' : undefined}
      </p>
      <form method="post" action="/code">
        <label for="code">Code</label>
        <input id="code" name="code" type="text" autocomplete="one-time-code" ${FIELDS[CODE_FORMAT]} class="code"
          spellcheck="false" required autofocus ${describedBy(notice)}>
        <button>Continue</button>
      </form>`;

const resendForm = (waitMs: number): Html => html`<form method="post" action="/code/resend">
        ${idempotencyField()}
        ${
          waitMs > 0
            ? html`<p id="wait" data-wait-seconds="${Math.ceil(waitMs / MILLISECONDS)}">
          You can ask for another code in <span>${durationOf(waitMs / MILLISECONDS)}</span>.</p>`
            : undefined
        }
        <button class="second">Send another code</button>
      </form>`;
