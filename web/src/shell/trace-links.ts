/**
 * Links to traces: what other views and errors know, as parameters of the Workflow view. IDs of requests and
 * executions name nobody, so they may stand in a URL.
 */
import { routeHref } from './routes.ts';

/** The value of `failed` when executions with any error are meant. */
export const ANY_ERROR = 'all';

/** @param at a time near the request, ISO 8601: without it, the whole log is searched */
export const requestTrace = (requestId: string, at?: string): string =>
  routeHref('workflow', { request_id: requestId, at });

/** @param at a time during the execution, ISO 8601 */
export const executionTrace = (executionArn: string, at?: string): string =>
  routeHref('workflow', { execution: executionArn, at });

export interface FailedIn {
  /** The name of an error that a step or the execution failed with; any if absent. */
  readonly error?: string | undefined;
  /** ISO 8601. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The list of executions in which something failed. */
export const failedExecutions = ({ error = ANY_ERROR, from, to }: FailedIn = {}): string =>
  routeHref('workflow', { failed: error, from, to });
