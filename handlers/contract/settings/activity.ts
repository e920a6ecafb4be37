/** The setting of the activity log. */
import type { SettingRows } from '../setting.ts';
import { whole } from '../setting.ts';

/** How long entries are kept; 0: there is no log. */
export const activityDays = () => whole(0, 365);

export const ACTIVITY_SETTINGS = {
  activityDays: {
    schema: activityDays,
    default: 30,
    text: 'how many days the [activity log](architecture.md#activity) keeps what happened to each request. With 0 there is none: no table, no write, no route',
  },
} as const satisfies SettingRows;
