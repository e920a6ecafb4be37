/** The API's verdict on a code. */
import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { VerificationAnswer } from '../../../../handlers/contract/routes/verify-token.ts';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import { text } from './strings.ts';

export function VerifyResult({ answer }: { readonly answer: VerificationAnswer | undefined }): ReactNode {
  if (answer === undefined) {
    return (
      <Box textAlign="center" color="text-body-secondary" padding={{ vertical: 'l' }}>
        {text.resultEmpty}
      </Box>
    );
  }
  return (
    <LiveRegion>
      <SpaceBetween size="l">
        {answer.verified ? (
          <>
            <StatusIndicator type="success">{text.verified}</StatusIndicator>
            <KeyValuePairs
              columns={2}
              minColumnWidth={150}
              items={[
                { label: shared.userId, value: <bdi>{answer.user_id}</bdi> },
                { label: shared.purpose, value: <bdi>{answer.purpose}</bdi> },
                { label: shared.channel, value: shared.channels[answer.channel] },
                { label: text.verifiedAt, value: <Instant iso={answer.verified_at} /> },
              ]}
            />
          </>
        ) : (
          <>
            <StatusIndicator type="error">{text.reasons[answer.reason]}</StatusIndicator>
            <Box>{text.attemptsLeft(answer.attempts_remaining)}</Box>
          </>
        )}
      </SpaceBetween>
    </LiveRegion>
  );
}
