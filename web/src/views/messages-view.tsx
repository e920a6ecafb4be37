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
import { shared } from '../strings.ts';
import './messages/messages.css';
import type { Asked } from './messages/preview.ts';
import { languageOptions, previewOf } from './messages/preview.ts';
import { EmailCard, SmsCard } from './messages/preview-card.tsx';
import { text } from './messages/strings.ts';
import type { ViewProps } from './view-props.ts';

/** Sample values of common context fields. */
const SAMPLES: Readonly<Record<string, string>> = { amount: '12.50 EUR', payee: 'ACME' };

export default function MessagesView({ config }: ViewProps): ReactNode {
  const { default_locale, context_fields } = config.messages;
  const [asked, setAsked] = useState<Asked>(() => ({
    purpose: DEFAULT_PURPOSE,
    language: default_locale,
    context: Object.fromEntries(context_fields.map((name) => [name, SAMPLES[name] ?? ''])),
  }));
  const purpose = asked.purpose.trim();
  const options = useMemo(() => languageOptions(purpose, config), [purpose, config]);
  const preview = previewOf({ ...asked, purpose }, config);
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
              value={asked.purpose}
              onChange={(value) => setAsked((before) => ({ ...before, purpose: value }))}
            />
            <FormField label={text.language} constraintText={text.languageHint(nameOf(default_locale))}>
              <Select
                options={options}
                selectedOption={options.find(({ value }) => value === preview.locale) ?? null}
                onChange={({ detail }) =>
                  setAsked((before) => ({
                    ...before,
                    language: detail.selectedOption.value ?? default_locale,
                  }))
                }
                filteringType="auto"
                filteringAriaLabel={text.languageFilter}
              />
            </FormField>
            {context_fields.map((name) => (
              <FormInput
                key={name}
                label={text.field(name)}
                hint={text.fieldHint}
                optional
                value={asked.context[name] ?? ''}
                onChange={(value) =>
                  setAsked((before) => ({ ...before, context: { ...before.context, [name]: value } }))
                }
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
