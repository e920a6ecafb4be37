/**
 * What one code uses. Calls and units are those of `npm run bench:calls`; `npm run scale -- --measure` prints everything.
 *
 * With the deployment's defaults, besides `events`, which adds lines to the log and no writes.
 */

export interface Use {
  /** That API Gateway takes. */
  readonly requests: number;
  /** Of the state machine. */
  readonly executions: number;
  /** Function calls. */
  readonly functions: number;
  /** To SNS. */
  readonly published: number;
  /** Of DynamoDB, indexes included, without those of the activity log. */
  readonly writeUnits: number;
  /** Of the activity log: the table's, and as many for each of its three indexes. */
  readonly activityUnits: number;
  readonly readUnits: number;
  /** That a deployment with `events` puts on its bus. */
  readonly events: number;
}

/** A text to a new number, and the right code. */
export interface Measured {
  readonly issue: Use;
  readonly verify: Use;
}

export const MEASURED: Measured = {
  issue: {
    requests: 1,
    executions: 1,
    functions: 4,
    published: 1,
    writeUnits: 6,
    activityUnits: 4,
    readUnits: 5,
    events: 1,
  },
  verify: {
    requests: 1,
    executions: 0,
    functions: 1,
    published: 0,
    writeUnits: 4,
    activityUnits: 4,
    readUnits: 2,
    events: 1,
  },
};
