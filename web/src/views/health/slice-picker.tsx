/** What the breakdown is by, and the one value whose charts are shown, if any. */
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import type { ReactNode } from 'react';
import { METRIC_SLICES } from '../../../../handlers/contract/metrics.ts';
import type { MetricBreakdown } from '../../../../handlers/contract/routes/metric-parts.ts';
import type { Shown } from './metrics-query.ts';
import { text } from './strings.ts';

interface SlicePickerProps {
  readonly shown: Shown;
  readonly show: (change: Partial<Shown>) => void;
  /** Undefined until the first answer. */
  readonly breakdown: MetricBreakdown | undefined;
}

const BY = METRIC_SLICES.map((value) => ({ value, label: text.by[value] }));
const ALL = { value: '', label: text.all };

export function SlicePicker({ shown: { by, value }, show, breakdown }: SlicePickerProps): ReactNode {
  // The values of another breakdown are not those of this one.
  const known = breakdown?.by === by ? breakdown.rows.map((row) => row.value) : [];
  const values = value === '' || known.includes(value) ? known : [value, ...known];
  const options = [ALL, ...values.map((each) => ({ value: each, label: text.sliceName(by, each) }))];
  return (
    <div className="health-filter">
      <FormField label={text.breakDown}>
        <Select
          selectedOption={BY.find((each) => each.value === by) ?? null}
          options={BY}
          onChange={({ detail }) =>
            show({
              by: BY.find((each) => each.value === detail.selectedOption.value)?.value ?? 'channel',
              value: '',
            })
          }
        />
      </FormField>
      <FormField label={text.only}>
        <Select
          selectedOption={options.find((each) => each.value === value) ?? ALL}
          options={options}
          disabled={values.length === 0}
          onChange={({ detail }) => show({ value: detail.selectedOption.value ?? '' })}
        />
      </FormField>
    </div>
  );
}
