/** Turns a function of an event into a Lambda handler for what AWS services publish. */
import type { Context } from 'aws-lambda';
import type { Notes } from './observability.ts';
import { observed } from './observability.ts';
import { bare } from './step.ts';

/** Lambda calls the handler of an event again when it throws. Events hold addresses, so nothing of them is logged. */
export const consumer =
  (name: string, run: (event: unknown, notes: Notes) => Promise<void>) =>
  async (event: unknown, context: Context): Promise<void> => {
    try {
      await observed(name, context, 'StepsFailed', (notes) => run(event, notes));
    } catch (error) {
      throw bare(error);
    }
  };
