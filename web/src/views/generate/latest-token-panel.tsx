/** Where the latest token was sent and how long it lasts. Never the token itself. */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { IssuedTokenAnswer } from '../../../../handlers/contract/api.ts';
import { strings } from '../../strings.ts';
import { Countdown } from '../../time/countdown.tsx';
import { Instant } from '../../time/instant.tsx';

const text = strings.generate;

export interface LatestToken {
  readonly answer: IssuedTokenAnswer;
  /** Epoch milliseconds on this browser's clock. */
  readonly deadlineMs: number;
}

export interface LatestTokenPanelProps {
  readonly latest: LatestToken | undefined;
  readonly lifetimeSeconds: number;
}

export function LatestTokenPanel({ latest, lifetimeSeconds }: LatestTokenPanelProps): ReactNode {
  return (
    <Container fitHeight header={<Header variant="h2">{text.resultTitle}</Header>}>
      {latest ? <TokenFacts latest={latest} lifetimeSeconds={lifetimeSeconds} /> : <NoToken />}
    </Container>
  );
}

function NoToken(): ReactNode {
  return (
    <Box textAlign="center" color="text-body-secondary" padding={{ vertical: 'l' }}>
      <Box variant="strong" color="inherit">
        {text.resultEmptyTitle}
      </Box>
      <Box variant="p" color="inherit">
        {text.resultEmpty}
      </Box>
    </Box>
  );
}

interface TokenFactsProps {
  readonly latest: LatestToken;
  readonly lifetimeSeconds: number;
}

function TokenFacts({ latest: { answer, deadlineMs }, lifetimeSeconds }: TokenFactsProps): ReactNode {
  return (
    <SpaceBetween size="l">
      <Delivery answer={answer} />
      <KeyValuePairs
        columns={2}
        minColumnWidth={150}
        items={[
          { label: text.sentTo, value: answer.destination },
          {
            label: text.expires,
            value: (
              <Countdown
                key={answer.token_id}
                deadlineMs={deadlineMs}
                lifetimeSeconds={lifetimeSeconds}
                over={text.expired}
              />
            ),
          },
          { label: text.user, value: answer.user_id },
          { label: text.resendAfter, value: <Instant iso={answer.resend_after} /> },
        ]}
      />
      <KeyValuePairs items={[{ label: text.tokenId, value: <TokenId id={answer.token_id} /> }]} />
      <LiveRegion hidden>{text.announce(answer.destination)}</LiveRegion>
    </SpaceBetween>
  );
}

function Delivery({ answer }: { readonly answer: IssuedTokenAnswer }): ReactNode {
  return answer.status === 'issued' ? (
    <StatusIndicator type="pending">{text.issuedOnly}</StatusIndicator>
  ) : (
    <StatusIndicator type="success">{text.sent(answer.channel)}</StatusIndicator>
  );
}

function TokenId({ id }: { readonly id: string }): ReactNode {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={id}
      copyButtonAriaLabel={text.copyTokenId}
      copySuccessText={text.copied}
      copyErrorText={text.copyFailed}
    />
  );
}
