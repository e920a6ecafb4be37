/** GET /.well-known/jwks.json: the public key that verifies receipts. */
import { createKmsClient, kmsPublicKey } from '../adapters/kms/signing-key.ts';
import { PUBLISH_KEYS } from '../contract/functions/operation.ts';
import { KEY_ROUTES } from '../contract/routes/keys.ts';
import { accept } from '../domain/decision.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { keySet } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const { deployed } = readFunction(PUBLISH_KEYS);
const readKey = kmsPublicKey(traced(createKmsClient()), deployed.receiptKeyId);

export const handler = endpoint(KEY_ROUTES.publishKeys, async (_call, notes) => {
  const keys = [await readKey()];
  notes.add({ outcome: 'published', count: keys.length });
  return accept(keySet({ keys }));
});
