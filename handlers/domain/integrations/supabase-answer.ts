/**
 * What Supabase Auth's hooks are answered.
 *
 * An error is told inside a 200: its `http_code` and `message` are what the app gets. A real 429 or 503 would only be
 * "Service currently unavailable due to hook", and with Retry-After Supabase tries three times at once.
 * https://github.com/supabase/auth/blob/bc32168/internal/hooks/hookshttp/hookshttp.go (runHTTPHook)
 * https://github.com/supabase/auth/blob/bc32168/internal/hooks/hookserrors/hookserrors.go
 */
import { PROBLEMS } from '../../contract/problems.ts';
import type { Refusal } from '../decision.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { HookAnswer, HookOutcome } from './hook.ts';

/**
 * Where the outcome is unknown, all is well: the message may arrive, and Supabase forgets the code of a send that it
 * takes for failed.
 */
export function supabaseAnswer(outcome: HookOutcome): HookAnswer {
  switch (outcome.kind) {
    case 'delivered':
    case 'nothing':
      return { status: 200, body: {} };
    case 'unauthenticated':
      return { status: 401, body: { error: { http_code: 401, message: 'The signature is not valid.' } } };
    case 'refused':
      return { status: 200, body: { error: errorOf(outcome.refusal) } };
  }
}

/** Supabase takes an error without a message for none. */
function errorOf(refusal: Refusal) {
  const { status } = PROBLEMS[refusal.code];
  return { http_code: status >= 500 ? 503 : status, message: explainRefusal(refusal) };
}
