/** Receipts and the keys that verify them, if the deployment signs receipts. */
import type { JSONWebKeySet } from 'jose';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { Check } from '../check.ts';
import { SENDS } from '../check.ts';
import { CheckSkipped, ensure, ensureStatus } from '../outcome.ts';
import type { Walk } from '../walk.ts';

const KEYS_PATH = '/.well-known/jwks.json';

export const RECEIPT_CHECKS: readonly Check[] = [
  {
    name: 'the keys of receipts are public, without the private half',
    needs: [],
    run: async (walk) => {
      const { keys } = await publishedKeys(walk);
      ensure(
        keys.length > 0 && keys.every((key) => !('d' in key)),
        'the key set is empty or has private keys',
      );
      ensure(
        keys.every(({ kid }) => typeof kid === 'string'),
        'a key has no kid',
      );
      return `${keys.length} keys`;
    },
  },
  {
    name: 'a receipt is signed by a published key, for this person and client',
    needs: SENDS,
    run: async (walk) => {
      const keys = await publishedKeys(walk);
      const person = walk.newPerson();
      await walk.issued(person);
      const verdict = await walk.verify(person, walk.testDestination.token, { receipt: true });
      ensureStatus(verdict, 200);
      const receipt = verdict.member('receipt');
      ensure(typeof receipt === 'string', 'there is no receipt in the response');
      const { iss } = await checkedReceipt(receipt, keys, walk.options.clientId, person);
      await ensureIssuerPublishes(walk, iss, keys);
      return undefined;
    },
  },
];

/** The page's host has the keys at its root, where readers of a receipt look for those of its issuer. */
async function publishedKeys(walk: Walk): Promise<JSONWebKeySet> {
  const { pageUrl, apiUrl } = walk.options;
  const byApi = await walk.client.call('GET', `${apiUrl}${KEYS_PATH}`);
  if (byApi.status === 404) {
    throw new CheckSkipped('receipts are off');
  }
  const answer = pageUrl === undefined ? byApi : await walk.client.call('GET', `${pageUrl}${KEYS_PATH}`);
  ensureStatus(answer, 200);
  ensure(
    answer.headers.get('content-type')?.startsWith('application/jwk-set+json') ?? false,
    `${answer.request} does not have the Content-Type of a key set`,
  );
  ensure(Array.isArray(answer.member('keys')), `${answer.request} has no keys`);
  return answer.json as JSONWebKeySet;
}

async function checkedReceipt(receipt: string, keys: JSONWebKeySet, audience: string, subject: string) {
  try {
    const options = { audience, subject, algorithms: ['ES256'], requiredClaims: ['iss', 'exp', 'jti'] };
    return (await jwtVerify(receipt, createLocalJWKSet(keys), options)).payload;
  } catch (error) {
    ensure(!(error instanceof errors.JOSEError), `the receipt is not valid: ${(error as Error).message}`);
    throw error;
  }
}

/** A reader of a receipt knows only its issuer, and looks for the keys there. */
async function ensureIssuerPublishes(walk: Walk, issuer: unknown, { keys }: JSONWebKeySet): Promise<void> {
  if (issuer === walk.options.pageUrl) {
    return;
  }
  ensure(typeof issuer === 'string' && URL.canParse(issuer), 'iss of the receipt is not a URL');
  const answer = await walk.client.call('GET', `${issuer}${KEYS_PATH}`, { server: 'issuer' });
  const published = answer.member('keys');
  const kids = Array.isArray(published) ? published.map(({ kid }) => kid) : [];
  ensure(
    keys.some(({ kid }) => kids.includes(kid)),
    `the receipt's issuer does not publish its key: ${answer.request} of ${issuer} returned ${answer.status}`,
  );
}
