/** One message as the person reads it, with its facts. */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { Preview } from './preview.ts';
import { text } from './strings.ts';

export function SmsCard({ preview }: { readonly preview: Preview }): ReactNode {
  const { sms, parts, isGsm, isOwn } = preview;
  return (
    <Container fitHeight header={<Header variant="h2">{text.sms}</Header>}>
      <SpaceBetween size="l">
        <Written label={text.body} {...preview}>
          {sms}
        </Written>
        <KeyValuePairs
          columns={1}
          items={[
            { label: text.parts, value: text.partsOf(parts) },
            { label: text.length, value: isGsm ? text.gsm(sms.length) : text.ucs2(sms.length) },
            { label: text.words, value: isOwn ? text.own : text.ours },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

export function EmailCard({ preview }: { readonly preview: Preview }): ReactNode {
  const { subject, email } = preview;
  return (
    <Container fitHeight header={<Header variant="h2">{text.email}</Header>}>
      <SpaceBetween size="l">
        <Written label={text.subject} {...preview}>
          {subject}
        </Written>
        <Written label={text.body} {...preview}>
          {email}
        </Written>
      </SpaceBetween>
    </Container>
  );
}

interface WrittenProps extends Pick<Preview, 'locale' | 'rightToLeft'> {
  readonly label: string;
  readonly children: string;
}

/** In the language and direction of the message, not of the page. */
function Written({ label, locale, rightToLeft, children }: WrittenProps): ReactNode {
  return (
    <div>
      <Box variant="awsui-key-label">{label}</Box>
      <p className="message-text" lang={locale} dir={rightToLeft ? 'rtl' : 'ltr'}>
        {children}
      </p>
    </div>
  );
}
