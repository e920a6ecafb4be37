/** Chooses the period of a search: up to now, or from one time to another. */
import type { DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import DateRangePicker from '@cloudscape-design/components/date-range-picker';
import type { ReactNode } from 'react';
import { useZone } from '../../time/time-zone.ts';
import type { Period, PeriodName } from './period.ts';
import { text } from './strings.ts';

type Named = Exclude<PeriodName, 'any'>;

const RELATIVE: readonly (DateRangePickerProps.RelativeOption & { readonly key: Named })[] = [
  { key: 'hour', amount: 1, unit: 'hour', type: 'relative' },
  { key: 'day', amount: 24, unit: 'hour', type: 'relative' },
  { key: 'week', amount: 7, unit: 'day', type: 'relative' },
  { key: 'month', amount: 30, unit: 'day', type: 'relative' },
];

const UNITS: DateRangePickerProps.TimeUnit[] = ['minute', 'hour', 'day'];
const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

export interface PeriodPickerProps {
  readonly period: Period;
  readonly onChange: (period: Period) => void;
}

export function PeriodPicker({ period, onChange }: PeriodPickerProps): ReactNode {
  const zone = useZone();
  return (
    <DateRangePicker
      value={pickedFrom(period)}
      onChange={({ detail }) => onChange(periodFrom(detail.value))}
      relativeOptions={RELATIVE}
      customRelativeRangeUnits={UNITS}
      isValidRange={checked}
      placeholder={text.anyTime}
      absoluteFormat="long-localized"
      locale="en-GB"
      {...(zone === 'utc' ? { getTimeOffset: () => 0 } : {})}
      hideTimeOffset
      showClearButton
      expandToViewport
      ariaLabel={text.period}
    />
  );
}

function pickedFrom({ period, from, to }: Period): DateRangePickerProps.Value | null {
  if (from !== '' && to !== '') {
    return { type: 'absolute', startDate: from, endDate: to };
  }
  return RELATIVE.find(({ key }) => key === period) ?? null;
}

function periodFrom(value: DateRangePickerProps.Value | null): Period {
  if (value?.type === 'absolute') {
    return fixed(Date.parse(value.startDate), Date.parse(value.endDate));
  }
  const named = RELATIVE.find(({ key }) => key === value?.key)?.key;
  if (named !== undefined || value === null) {
    return { period: named ?? 'any', from: '', to: '' };
  }
  // A length of somebody's own choice has no name, so it is fixed at where it is now.
  const nowMs = Date.now();
  return fixed(nowMs - value.amount * (UNIT_MS[value.unit] ?? 0), nowMs);
}

const fixed = (fromMs: number, toMs: number): Period => ({
  period: 'any',
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

function checked(value: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  if (value?.type !== 'absolute') {
    return { valid: true };
  }
  const [from, to] = [value.startDate, value.endDate].map((date) => Date.parse(date));
  if (Number.isNaN(from) || Number.isNaN(to)) {
    return { valid: false, errorMessage: text.invalidPeriod };
  }
  return Number(from) < Number(to) ? { valid: true } : { valid: false, errorMessage: text.endsFirst };
}
