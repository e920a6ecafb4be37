/** Turns a function of an event into a Lambda handler for a trigger of a Cognito user pool. */
import type { Context } from 'aws-lambda';
import { NotChecked } from '../domain/cognito/verify-answer.ts';
import type { Notes } from './observability.ts';
import { observed } from './observability.ts';

/** Cognito shows an error's message to the person who signs in, and Lambda logs it: it is the same for all. */
class TriggerFailed extends Error {
  override readonly name = 'TriggerFailed';

  constructor() {
    super('The code could not be sent or checked. Start the sign-in again.');
  }
}

/** Events hold numbers, addresses and codes, so nothing of them is logged. */
export const trigger =
  <Event, Answer>(name: string, run: (event: Event, notes: Notes, context: Context) => Promise<Answer>) =>
  async (event: Event, context: Context): Promise<Answer> => {
    try {
      return await observed(name, context, 'RequestsFailed', (notes) => run(event, notes, context));
    } catch (error) {
      throw error instanceof NotChecked ? error : new TriggerFailed();
    }
  };
