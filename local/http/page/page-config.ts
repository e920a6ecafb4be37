/**
 * Tells the page that it runs here, so that it shows the inbox and the faults, and whom one can sign in as; what is
 * deployed has no such mark.
 */
import { OPERATOR_NAMES } from '../../issuer/operators.ts';

/** The object that the page reads when it starts. */
export const PAGE_CONFIG = 'config.json';

/** @throws {SyntaxError} when the configuration is not JSON */
export function markAsLocal(config: string): string {
  return JSON.stringify({
    ...(JSON.parse(config) as Record<string, unknown>),
    local: true,
    local_operators: OPERATOR_NAMES,
  });
}
