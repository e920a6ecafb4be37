/** Loads the signer on demand: a function that rarely signs must not start more slowly because of it. */
import type { Signer } from '../../domain/verifying/signer.ts';

/** A signer that is loaded on its first signature. */
export function lazySigner(keyId: string, load: () => Promise<Signer>): Signer {
  let loading: Promise<Signer> | undefined;
  return {
    keyId,
    async sign(message) {
      loading ??= load();
      return (await loading).sign(message);
    },
  };
}
