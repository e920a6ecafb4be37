/** Lets functions keep entries of the activity log. Does nothing where there is none. */
import { KEEP_ACTIVITY } from '../../handlers/contract/functions/activity.ts';
import type { Foundation } from '../data/foundation.ts';
import type { CourierFunction } from './courier-function.ts';
import { extendFunction } from './deploy-function.ts';

export function keepActivity(foundation: Foundation, ...functions: readonly CourierFunction[]): void {
  if (foundation.tables.activity === undefined) {
    return;
  }
  for (const fn of functions) {
    extendFunction(fn, KEEP_ACTIVITY, foundation);
  }
}
