/** The gateway's hooks that are on, by the names in their paths. */
import type { Gateway, GatewayPresetName, OwnPreset } from '../../../contract/settings/gateway.ts';
import type { HookModule } from '../hook.ts';
import { ownPreset } from './own-preset.ts';
import { GATEWAY_PRESETS } from './presets.ts';

export const configuredHooks = (gateway: Gateway): ReadonlyMap<string, HookModule> =>
  new Map(
    Object.entries(gateway).flatMap(([name, settings]) =>
      settings === undefined
        ? []
        : [[name, isBuiltIn(name) ? GATEWAY_PRESETS[name](settings) : ownPreset(settings as OwnPreset)]],
    ),
  );

const isBuiltIn = (name: string): name is GatewayPresetName => Object.hasOwn(GATEWAY_PRESETS, name);
