/** Tells the page that it runs here, so that it shows the inbox and the faults; what is deployed has no such mark. */

/** The object that the page reads when it starts. */
export const PAGE_CONFIG = 'config.json';

/** @throws {SyntaxError} when the configuration is not JSON */
export function markAsLocal(config: string): string {
  return JSON.stringify({ ...(JSON.parse(config) as Record<string, unknown>), local: true });
}
