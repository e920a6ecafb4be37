/** Puts off loading what signs: a function that seldom signs shall not start later for it. */
import type { Signer } from '../../domain/verifying/signer.ts';

/** A signer that is loaded with its first signature. */
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
