/** The payment that a code confirms. */
import type { TokenContext } from '../../contract/fields.ts';
import { context } from '../../contract/fields.ts';
import { CONTEXT_LIMITS } from '../../contract/vocabulary.ts';
import { parseFields } from '../parse-request.ts';
import type { Outcome } from './outcome.ts';
import { done, fail, invalid } from './outcome.ts';
import type { Form } from './read-form.ts';

/**
 * The amount and the payee that the code confirms: both, or neither (PSD2).
 * https://www.twilio.com/docs/verify/verifying-transactions-psd2
 */
export function readTransaction(form: Form): Outcome<TokenContext | undefined> {
  const [amount, payee] = [form.get('Amount'), form.get('Payee')];
  if (amount === undefined && payee === undefined) {
    return done(undefined);
  }
  if (amount === undefined || payee === undefined) {
    return fail(60206, { problem: 'invalid_request' });
  }
  const bad = Object.entries({ Amount: amount, Payee: payee }).find(
    ([, value]) => !parseFields(context, { value }).ok,
  );
  return bad === undefined
    ? done({ amount, payee })
    : invalid(bad[0], `must have 1 to ${CONTEXT_LIMITS.value} characters, and no control characters`);
}
