/**
 * The settings that functions read: allowed values, defaults and what people read about them. The check at
 * synthesis, the environment of functions and docs/configuration.md are built from this table. Settings that
 * only the stack reads are in infra/config.
 */
import type { SettingRows } from './setting.ts';
import { ACTIVITY_SETTINGS } from './settings/activity.ts';
import { CANARY_SETTINGS } from './settings/canary.ts';
import { CODE_SETTINGS, shortestLengths } from './settings/codes.ts';
import { DESTINATION_SETTINGS, destinationPolicy } from './settings/destinations.ts';
import { EMAIL_SETTINGS } from './settings/emails.ts';
import { EVENT_SETTINGS } from './settings/events.ts';
import { HOOK_SETTINGS } from './settings/hooks.ts';
import { LIMIT_SETTINGS } from './settings/limits.ts';
import { MESSAGE_SETTINGS } from './settings/messages.ts';
import { countedCountries, METRIC_SETTINGS } from './settings/metrics.ts';
import { OPERATOR_SETTINGS } from './settings/operators.ts';
import { RECEIPT_SETTINGS } from './settings/receipts.ts';
import { smsPrices, TEXT_SETTINGS } from './settings/texts.ts';

export const SETTINGS = {
  ...CODE_SETTINGS,
  ...LIMIT_SETTINGS,
  ...MESSAGE_SETTINGS,
  ...TEXT_SETTINGS,
  ...EMAIL_SETTINGS,
  ...DESTINATION_SETTINGS,
  ...ACTIVITY_SETTINGS,
  ...OPERATOR_SETTINGS,
  ...RECEIPT_SETTINGS,
  ...EVENT_SETTINGS,
  ...HOOK_SETTINGS,
  ...CANARY_SETTINGS,
  ...METRIC_SETTINGS,
} as const satisfies SettingRows;

export type SettingName = keyof typeof SETTINGS;

/** Values for functions that the stack derives from several settings, or from a part of one. */
export const DERIVED_SETTINGS = { countedCountries, destinationPolicy, shortestLengths, smsPrices } as const;
