import { describe, expect, it } from '@jest/globals';
import { errorBody } from '../../../../handlers/domain/twilio/outcome.ts';
import { readTransaction } from '../../../../handlers/domain/twilio/read-transaction.ts';

const read = (parameters: Record<string, string>) => {
  const outcome = readTransaction(new Map(Object.entries(parameters)));
  return outcome.ok ? outcome.value : errorBody(outcome.error).message;
};

describe('the payment that a code confirms', () => {
  it('has an amount and a payee, of up to 256 characters', () => {
    expect(read({ Amount: '49.00', Payee: 'a'.repeat(256) })).toEqual({
      amount: '49.00',
      payee: 'a'.repeat(256),
    });
    expect(read({})).toBeUndefined();
  });

  it.each(['', 'a'.repeat(257), 'a\u0007'])('is refused with the rule that its payee breaks: %j', (Payee) => {
    expect(read({ Amount: '49.00', Payee })).toBe(
      'Invalid parameter: `Payee` must have 1 to 256 characters, and no control characters',
    );
  });
});
