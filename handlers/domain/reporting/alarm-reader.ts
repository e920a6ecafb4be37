/** Reading the states of the deployment's alarms. */

export type AlarmStateName = 'alarm' | 'ok' | 'insufficient_data';

export interface AlarmFacts {
  /** Without the stack's name. */
  readonly name: string;
  readonly state: AlarmStateName;
  readonly sinceMs: number;
  /** CloudWatch's own words: values of metrics and the threshold. */
  readonly reason: string;
  /** As it is deployed, with the link to the runbook at its end. */
  readonly description: string;
}

export interface AlarmReader {
  /** Those of these names that exist; undefined when CloudWatch does not say. */
  read(names: readonly string[]): Promise<readonly AlarmFacts[] | undefined>;
}
