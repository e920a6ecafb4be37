/** Reads config.json, which the deployment writes beside the page. */
import type { PageConfig } from '../../../handlers/contract/page.ts';

/** @throws when it is missing or not JSON: the console cannot start without it. */
export async function loadConfig(): Promise<PageConfig> {
  const response = await fetch('/config.json', { cache: 'no-cache' });
  if (!response.ok) {
    throw new Error(`config.json answered ${response.status}`);
  }
  return (await response.json()) as PageConfig;
}
