/** GET /.well-known/jwks.json. */
import * as z from 'zod/mini';
import type { Component } from '../described.ts';
import { described } from '../described.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';

export const KEY_ROUTES = {
  publishKeys: {
    ...ROUTE_KEYS.publishKeys,
    openBecause: 'The keys that verify receipts are public.',
    answeredBy: 'publish-keys',
  },
} as const satisfies Routes;

const KEY_SET = {
  id: 'KeySet',
  schema: () =>
    z.strictObject({
      keys: described(
        z.array(
          described(
            z.strictObject({
              kty: z.literal('EC'),
              crv: z.literal('P-256'),
              x: coordinate(),
              y: coordinate(),
              kid: described(z.string(), 'The same as in the header of receipts.'),
              use: z.literal('sig'),
              alg: z.literal('ES256'),
            }),
            'The public half of a P-256 key.',
          ),
        ),
        { minItems: 1 },
      ),
    }),
} satisfies Component;

const coordinate = () => described(z.string(), { pattern: '^[\\w-]{43}$' });

export const keyReference = (): References<typeof KEY_ROUTES, { publishKeys: typeof KEY_SET }> => ({
  publishKeys: {
    tag: 'operation',
    summary: 'The key that verifies receipts',
    description: "Exists only where receipts are on. Also served at the root of the page's host.",
    inShort: 'the public keys of [receipts](#receipts), where those are on; `HEAD` too',
    answers: {
      200: {
        says: 'A JWK set (RFC 7517).',
        body: () => KEY_SET,
        mediaType: 'application/jwk-set+json',
        cacheControl: {
          value: 'public, max-age=300',
          description: 'The same for everybody; may be cached for five minutes.',
        },
      },
    },
    head: {
      operationId: 'checkKeys',
      summary: 'The headers of the same answer, without the keys',
      says: 'The keys are available.',
    },
    problems: ['signing_unavailable'],
    problemTexts: { 503: 'KMS did not respond.' },
  },
});
