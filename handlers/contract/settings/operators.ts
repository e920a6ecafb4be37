/** Settings of what operators may see. */
import * as z from 'zod/mini';
import type { SettingRows } from '../setting.ts';

/** Whether anybody may see a code. */
export const reveal = () => z.boolean();

export const OPERATOR_SETTINGS = {
  reveal: {
    schema: reveal,
    defaultText: 'true; false in production',
    text: "whether admins may see a person's code. With false nobody can, whatever the scopes",
  },
} as const satisfies SettingRows;
