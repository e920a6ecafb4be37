/** A preset that the owner wrote down in the configuration. */
import type { OwnPreset } from '../../../contract/settings/gateway.ts';
import type { HookModule } from '../hook.ts';
import { credential } from './credential.ts';
import { gatewayHook } from './gateway-hook.ts';
import type { Paths } from './preset.ts';

export function ownPreset(own: OwnPreset): HookModule {
  const { validSeconds, expiry } = own;
  return gatewayHook(
    {
      proof: credential(own.authentication ?? 'any'),
      channels: own.channels,
      destination: [own.destination],
      numbers: own.numbers,
      code: [own.code],
      user: pathsTo(own.user),
      purpose: pathsTo(own.purpose),
      locale: pathsTo(own.locale),
      ...(expiry === undefined ? {} : { expiry: { paths: [expiry.path], unit: expiry.unit } }),
      answers: own.retriesErrors ? 'queue' : 'person',
    },
    validSeconds === undefined ? {} : { validSeconds },
  );
}

const pathsTo = (path: string | undefined): Paths => (path === undefined ? [] : [path]);
