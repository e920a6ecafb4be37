/** Messages: what people receive, by purpose and language. Nothing is sent, and the code is a sample. */
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { DEFAULT_PURPOSE } from '../../../handlers/contract/vocabulary.ts';
import { FormInput } from '../forms/form-input.tsx';
import { name } from '../shell/url-parameters.ts';
import { useUrlState } from '../shell/use-url-state.ts';
import { shared } from '../strings.ts';
import './messages/messages.css';
import type { Asked } from './messages/preview.ts';
import { languageOptions, previewOf } from './messages/preview.ts';
import { EmailCard, SmsCard } from './messages/preview-card.tsx';
import { text } from './messages/strings.ts';
import type { ViewProps } from './view-props.ts';

/** Context fields may hold amounts and names, so they stay out of the URL. An empty language is the default. */
const SHOWN = { purpose: name(), language: name() };

/** Sample values of common context fields. */
const SAMPLES: Readonly<Record<string, string>> = { amount: '12.50 EUR', payee: 'ACME' };

export default function MessagesView({ config }: ViewProps): ReactNode {
  const { default_locale, context_fields } = config.messages;
  const [shown, show] = useUrlState(SHOWN);
  const [typedPurpose, setTypedPurpose] = useState(shown.purpose || DEFAULT_PURPOSE);
  const [context, setContext] = useState<Asked['context']>(() =>
    Object.fromEntries(context_fields.map((field) => [field, SAMPLES[field] ?? ''])),
  );
  const purpose = typedPurpose.trim();
  const asked: Asked = { purpose, language: shown.language || default_locale, context };
  const options = useMemo(() => languageOptions(purpose, config), [purpose, config]);
  const preview = previewOf(asked, config);
  const nameOf = (tag: string) => options.find(({ value }) => value === tag)?.label ?? tag;
  return (
    <ContentLayout
      defaultPadding
      header={
        <Header variant="h1" description={text.detail}>
          {shared.views.messages}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">{text.formTitle}</Header>}>
          <Grid gridDefinition={[0, 1, ...context_fields].map(() => ({ colspan: { default: 12, s: 6 } }))}>
            <FormInput
              label={shared.purpose}
              hint={text.purposeHint}
              value={typedPurpose}
              onChange={(value) => {
                setTypedPurpose(value);
                show({ purpose: value.trim() === DEFAULT_PURPOSE ? '' : value.trim() });
              }}
            />
            <FormField label={text.language} constraintText={text.languageHint(nameOf(default_locale))}>
              <Select
                options={options}
                selectedOption={options.find(({ value }) => value === preview.locale) ?? null}
                onChange={({ detail }) => show({ language: detail.selectedOption.value ?? '' })}
                filteringType="auto"
                filteringAriaLabel={text.languageFilter}
              />
            </FormField>
            {context_fields.map((field) => (
              <FormInput
                key={field}
                label={text.field(field)}
                hint={text.fieldHint}
                optional
                value={context[field] ?? ''}
                onChange={(value) => setContext((before) => ({ ...before, [field]: value }))}
              />
            ))}
          </Grid>
        </Container>
        <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }]}>
          <SmsCard preview={preview} />
          <EmailCard preview={preview} />
        </Grid>
      </SpaceBetween>
    </ContentLayout>
  );
}
