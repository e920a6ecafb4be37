/** The part of the configuration for receipts. */
import { z } from 'zod';
import { RECEIPT_SETTINGS } from '../../handlers/contract/settings/receipts.ts';
import type { ConfigKey } from './fields.ts';
import { flag, keysOf } from './fields.ts';

export const RECEIPT_KEYS = {
  receipts: {
    field: flag.default(false),
    text: 'whether `POST /tokens/verify` signs [receipts](api.md#receipts). This adds a KMS key, 1 USD a month, and costs 0.15 USD per 10,000 receipts',
  },
  receiptIssuer: {
    field: z
      .string()
      .regex(/^https:\/\/[a-z0-9.-]{1,253}$/, 'must be an origin, such as https://courier.example.com')
      .optional(),
    defaultText: "the page's origin",
    text: "`iss` of receipts, such as `https://courier.example.com`: an origin that serves the distribution's `/.well-known/jwks.json`",
  },
  ...keysOf(RECEIPT_SETTINGS),
} satisfies Record<string, ConfigKey>;
