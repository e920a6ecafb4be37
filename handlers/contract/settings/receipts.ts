/** Settings of receipts. */
import type { SettingRows } from '../setting.ts';
import { whole } from '../setting.ts';

export const receiptLifetimeSeconds = () => whole(10, 600);

export const RECEIPT_SETTINGS = {
  receiptLifetimeSeconds: {
    schema: receiptLifetimeSeconds,
    default: 60,
    text: 'how long a receipt is valid',
  },
} as const satisfies SettingRows;
