/** Turns a function of the payload into a Lambda handler for the state machine. */
import type { Context } from 'aws-lambda';
import type { FaultName } from '../contract/faults.ts';
import { FAULTS } from '../contract/faults.ts';
import { CourierError } from '../domain/errors.ts';
import type { Notes } from './observability.ts';
import { observed } from './observability.ts';

/** A bug in the service. Its message is fixed: that of the original error may quote what a person sent. */
class InternalError extends Error {
  override readonly name = 'InternalError' satisfies FaultName;

  constructor() {
    super(FAULTS.InternalError.message);
  }
}

/**
 * The handler of a step. Errors that the machine knows by name pass; any other is logged and becomes an
 * InternalError, because Lambda logs and returns what a handler throws, message and all.
 */
export function step<Input extends { readonly request_id: string }, Output>(
  name: string,
  run: (input: Input, notes: Notes) => Promise<Output>,
): (input: Input, context: Context) => Promise<Output> {
  return async (input, context) => {
    try {
      return await observed(name, context, 'StepsFailed', (notes) => {
        notes.add({ request_id: input.request_id });
        return run(input, notes);
      });
    } catch (error) {
      throw bare(error);
    }
  };
}

/** What Lambda may print: without its cause, which has been logged by name, and nothing of an error that is not ours. */
export function bare(error: unknown): Error {
  if (!(error instanceof CourierError)) {
    return new InternalError();
  }
  delete error.cause;
  return error;
}
