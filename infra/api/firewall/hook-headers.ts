/** The headers by which callers of hooks prove who they are. Anyone who reads one in a log could replay the call. */
import { SIGNATURE_HEADERS } from '../../../handlers/contract/hooks.ts';
import type { Hooks } from '../../../handlers/contract/settings/hooks.ts';
import { hooksIn } from '../../../handlers/contract/settings/hooks.ts';

/**
 * In lower case, each once; none without hooks. Every kind of signature, whichever hooks are on: a list by hook could
 * be forgotten for the next one.
 */
export function hookHeaders(hooks: Hooks): readonly string[] {
  if (hooksIn(hooks).length === 0) {
    return [];
  }
  const named = Object.values(hooks.gateway ?? {}).flatMap((preset) =>
    preset !== undefined && 'authentication' in preset && typeof preset.authentication === 'object'
      ? preset.authentication.header.toLowerCase()
      : [],
  );
  return [...new Set([...Object.values(SIGNATURE_HEADERS), ...named])].sort();
}
