/** Where the latest token was sent and how long it is valid. Never the token itself. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { IssuedTokenAnswer } from '../../../../handlers/contract/routes/issue-token.ts';
import type { TokenRequest } from '../../api/api-client.ts';
import type { Failure } from '../../api/failures.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { INBOX } from '../../shell/routes.ts';
import { shared } from '../../strings.ts';
import { Countdown } from '../../time/countdown.tsx';
import { formatDuration, secondsLeft } from '../../time/format-time.ts';
import { useTick } from '../../time/use-tick.ts';
import type { LatestToken } from './latest-token.ts';
import { text } from './strings.ts';

interface Resending {
  readonly resending: boolean;
  /** Why it could not be sent again. */
  readonly failure: Failure | undefined;
  readonly onSendAgain: (request: TokenRequest) => void;
}

export interface LatestTokenPanelProps extends Resending {
  readonly latest: LatestToken | undefined;
  readonly lifetimeSeconds: number;
  readonly isLocal: boolean;
}

export function LatestTokenPanel({ latest, ...props }: LatestTokenPanelProps): ReactNode {
  return (
    <Container fitHeight header={<Header variant="h2">{text.resultTitle}</Header>}>
      {latest ? <TokenFacts latest={latest} {...props} /> : <NoToken />}
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

interface TokenFactsProps extends Resending {
  readonly latest: LatestToken;
  readonly lifetimeSeconds: number;
  readonly isLocal: boolean;
}

function TokenFacts({ latest, lifetimeSeconds, isLocal, ...resending }: TokenFactsProps): ReactNode {
  const { answer, deadlineMs } = latest;
  const isUnconfirmed = answer.status === 'unknown';
  return (
    <SpaceBetween size="l">
      <SpaceBetween direction="horizontal" size="l" alignItems="center">
        <Delivery answer={answer} />
        {isLocal && (
          <Link href={INBOX} external externalIconAriaLabel={shared.newTab}>
            {text.openInbox}
          </Link>
        )}
      </SpaceBetween>
      {isUnconfirmed && <Box color="text-body-secondary">{text.maybeSentHint}</Box>}
      <KeyValuePairs
        columns={2}
        minColumnWidth={150}
        items={[
          { label: text.sentTo, value: <bdi>{answer.destination}</bdi> },
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
          { label: shared.user, value: <bdi>{answer.user_id}</bdi> },
          { label: shared.purpose, value: <bdi>{answer.purpose}</bdi> },
        ]}
      />
      <KeyValuePairs items={[{ label: text.tokenId, value: <TokenId id={answer.token_id} /> }]} />
      {resending.failure && <FailureAlert failure={resending.failure} />}
      <SendAgain latest={latest} {...resending} />
      <LiveRegion hidden>
        {isUnconfirmed ? text.announceMaybe(answer.destination) : text.announce(answer.destination)}
      </LiveRegion>
    </SpaceBetween>
  );
}

interface SendAgainProps extends Resending {
  readonly latest: LatestToken;
}

function SendAgain({ latest, resending, onSendAgain }: SendAgainProps): ReactNode {
  const wait = useTick((nowMs) => secondsLeft(latest.resendAtMs, nowMs));
  return (
    <SpaceBetween direction="horizontal" size="s" alignItems="center">
      <Button disabled={wait > 0} loading={resending} onClick={() => onSendAgain(latest.request)}>
        {text.sendAgain}
      </Button>
      {wait > 0 && (
        <Box color="text-body-secondary">
          <span role="timer">{text.sendAgainIn(formatDuration(wait))}</span>
        </Box>
      )}
    </SpaceBetween>
  );
}

function Delivery({ answer }: { readonly answer: IssuedTokenAnswer }): ReactNode {
  return answer.status === 'unknown' ? (
    <StatusIndicator type="warning">{text.maybeSent(answer.channel)}</StatusIndicator>
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
      copySuccessText={shared.copied}
      copyErrorText={shared.copyFailed}
    />
  );
}
