/** Blocks or safe-lists the numbers with a prefix. */
import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { PrefixRuleName } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import type { FormFields } from '../../forms/field-errors.ts';
import { FormInput } from '../../forms/form-input.tsx';
import { useFirstError } from '../../forms/use-first-error.ts';
import { useSubmission } from '../../forms/use-submission.ts';
import { withIds } from '../../shell/with-ids.tsx';
import { reachOf, readPrefix } from './prefix-reach.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { missingReason, REASON_FIELD } from './reason-field.ts';
import { text } from './strings.ts';

const SECONDS = { hour: 3_600, day: 86_400, week: 604_800 } as const;
type Duration = keyof typeof SECONDS | 'removed';
/** A block may last until it is removed. */
const DURATIONS: Readonly<Record<PrefixRuleName, readonly Duration[]>> = {
  blocked: ['hour', 'day', 'removed'],
  safe_listed: ['hour', 'day', 'week'],
};
type Name = 'prefix' | 'duration';

const FIELDS: FormFields<Name | 'reason'> = {
  ...REASON_FIELD,
  prefix: { name: 'prefix', label: text.prefix },
  lasts_seconds: { name: 'duration', label: text.duration },
};

export interface PrefixRuleDialogProps {
  readonly api: Api;
  readonly rule: PrefixRuleName;
  /** Empty for one that is still to be typed. */
  readonly prefix: string;
  readonly onDone: () => Promise<void>;
  readonly onDismiss: () => void;
}

export default function PrefixRuleDialog(props: PrefixRuleDialogProps): ReactNode {
  const { api, rule, onDone, onDismiss } = props;
  const [values, setValues] = useState({ prefix: props.prefix, duration: 'hour', reason: '' });
  const firstError = useFirstError<Name | 'reason'>(['prefix', 'reason']);
  const set = (name: keyof typeof values) => (value: string) =>
    setValues((before) => ({ ...before, [name]: value }));
  const prefix = readPrefix(values.prefix);
  const reach = reachOf(prefix);
  const duration = DURATIONS[rule].find((each) => each === values.duration) ?? 'hour';
  const words = text.ruling[rule];

  const submission = useSubmission<Name | 'reason'>({
    fields: FIELDS,
    check: ({ reason }) => ({
      ...(reach === undefined ? { prefix: text.prefixMissing } : {}),
      ...missingReason(reason),
    }),
    async send({ reason }) {
      try {
        const ends = duration === 'removed' ? {} : { lasts_seconds: SECONDS[duration] };
        await api.putPrefixRule(prefix, { rule, ...ends, reason });
      } finally {
        await onDone();
      }
      onDismiss();
    },
  });

  return (
    <ReasonDialog<Name>
      title={words.title}
      confirmLabel={words.confirm}
      effect={withIds(words.effect, reach === undefined ? text.thisPrefix : prefix)}
      values={values}
      onReason={set('reason')}
      submission={submission}
      firstError={firstError}
      onDismiss={onDismiss}
    >
      <FormInput
        label={text.prefix}
        hint={text.prefixHint}
        inputMode="tel"
        placeholder="+49151"
        ref={firstError.input('prefix')}
        value={values.prefix}
        onChange={set('prefix')}
        error={submission.errorOf('prefix', values)}
      />
      {reach !== undefined && reach !== 'block' && (
        <Alert type="warning">{withIds(text.reach[reach], prefix)}</Alert>
      )}
      <FormField label={text.duration} errorText={submission.errorOf('duration', values)}>
        <RadioGroup
          direction="horizontal"
          items={DURATIONS[rule].map((value) => ({ value, label: text.durations[value] }))}
          value={duration}
          onChange={({ detail }) => set('duration')(detail.value)}
        />
      </FormField>
    </ReasonDialog>
  );
}
