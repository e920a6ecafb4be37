/** Times in pickers of ranges as they are everywhere in the console: in the chosen zone, which is said, days first. */
import type { DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import { LOCALE } from './format-time.ts';
import type { ZoneChoice } from './time-zone.ts';

type PickerTimes = Pick<DateRangePickerProps, 'absoluteFormat' | 'getTimeOffset' | 'locale'>;

/** Without an offset, Cloudscape's picker takes and shows the browser's time. */
export const pickerTimes = (zone: ZoneChoice): PickerTimes => ({
  absoluteFormat: 'long-localized',
  locale: LOCALE,
  ...(zone === 'utc' ? { getTimeOffset: () => 0 } : {}),
});
