/** The range that is shown: one that ends now, or one between two times. */
import DateRangePicker from '@cloudscape-design/components/date-range-picker';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { shared } from '../../strings.ts';
import { pickerTimes } from '../../time/picker-times.ts';
import { useZone } from '../../time/time-zone.ts';
import type { Period, Shown } from './metrics-query.ts';
import { PERIODS } from './metrics-query.ts';
import { rangeRule } from './range-rule.ts';
import { text } from './strings.ts';

interface RangePickerProps {
  readonly shown: Shown;
  readonly show: (change: Partial<Shown>) => void;
}

const OPTIONS = PERIODS.map((id) => ({ id, text: text.periods[id] }));

export function RangePicker({ shown: { period, from, to }, show }: RangePickerProps): ReactNode {
  return (
    <SpaceBetween size="xs" direction="horizontal" alignItems="center">
      <SegmentedControl
        label={shared.period}
        selectedId={period === 'custom' ? null : period}
        options={OPTIONS}
        onChange={({ detail }) => show({ period: detail.selectedId as Period, from: '', to: '' })}
      />
      <DateRangePicker
        ariaLabel={text.customRange}
        placeholder={text.customRange}
        rangeSelectorMode="absolute-only"
        relativeOptions={[]}
        timeInputFormat="hh:mm"
        {...pickerTimes(useZone())}
        value={
          period === 'custom' && from !== '' && to !== ''
            ? { type: 'absolute', startDate: from, endDate: to }
            : null
        }
        isValidRange={(range) =>
          range?.type === 'absolute'
            ? rangeRule(range.startDate, range.endDate, Date.now())
            : { valid: false, errorMessage: text.rangeMissing }
        }
        onChange={({ detail: { value } }) =>
          show(
            value?.type === 'absolute'
              ? { period: 'custom', from: utc(value.startDate), to: utc(value.endDate) }
              : { period: 'hour', from: '', to: '' },
          )
        }
      />
    </SpaceBetween>
  );
}

/** The picker gives local time with its offset; the API takes UTC. */
const utc = (iso: string): string => new Date(iso).toISOString();
