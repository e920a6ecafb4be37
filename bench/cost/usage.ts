/**
 * What a run of the meter counted: nothing here is a price, so a bill can be made from it again.
 *
 * All numbers are sums over the whole run, unless their name says otherwise.
 */
export interface FunctionUse {
  readonly invocations: number;
  readonly memoryMb: number;
  /** How often an invocation waited, by the slowest service that it waited for. */
  readonly waits: Readonly<Record<string, number>>;
  /** What one invocation took here beside its waits, the lower quartile. */
  readonly ownMs: number;
}

export interface LogUse {
  readonly events: number;
  /** Of the messages, in UTF-8. */
  readonly bytes: number;
}

export interface Usage {
  /** Codes that were issued, texted and verified. */
  readonly codes: number;
  /** Differs from the defaults, as `cdk -c` takes it. */
  readonly context: readonly string[];
  readonly apiRequests: number;
  /** Headers and bodies. */
  readonly responseBytes: number;
  readonly executions: number;
  readonly statesEntered: number;
  /** Calls to DynamoDB that the state machine makes itself. */
  readonly machineStoreCalls: number;
  readonly functions: Readonly<Record<string, FunctionUse>>;
  /** DynamoDB's units by table, or by `<table>/<index>`. */
  readonly writeUnits: Readonly<Record<string, number>>;
  readonly readUnits: Readonly<Record<string, number>>;
  /** Other calls to AWS, by `<service> <operation>`. */
  readonly calls: Readonly<Record<string, number>>;
  /** By log: `access`, `machine`, `platform` (what Lambda adds), `metrics`, or a function's name. */
  readonly logs: Readonly<Record<string, LogUse>>;
  /** Distinct metrics that were written, with their dimensions. */
  readonly customMetrics: number;
  /** Requests that X-Ray traces at this rate, by where the trace begins: the state machine or a function. */
  readonly traces: Readonly<Record<string, number>>;
}

/** What exists in the template by resource type, whether it is used or not. */
export type Resources = Readonly<Record<string, number>>;

/** The committed results of a run (measured.json). */
export interface Measured {
  /** ISO 8601 date. */
  readonly on: string;
  readonly usage: Usage;
  readonly resources: Resources;
  readonly features: Readonly<Record<string, { readonly usage: Usage; readonly resources: Resources }>>;
}
