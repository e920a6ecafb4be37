/** Shown before sign-in, and when a sign-in has failed. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { SignInFailure } from '../session/authorization.ts';
import { LocalOperators } from './local-operators.tsx';
import { strings } from './strings.ts';

export interface WelcomeProps {
  readonly failure: SignInFailure | undefined;
  /** Signed out because the page was idle. */
  readonly wasIdle: boolean;
  readonly localOperators: readonly string[] | undefined;
  readonly onSignIn: (loginHint?: string) => void;
}

export function Welcome({ failure, wasIdle, localOperators = [], onSignIn }: WelcomeProps): ReactNode {
  const [operator, setOperator] = useState(localOperators[0]);
  return (
    <div className="welcome">
      <Container>
        <SpaceBetween size="l" alignItems="center">
          <img src="/favicon.svg" alt="" width="64" height="64" />
          <Box variant="h1" textAlign="center">
            {strings.session.welcomeTitle}
          </Box>
          <Box textAlign="center" color="text-body-secondary">
            {strings.session.welcomeDetail}
          </Box>
          {failure && (
            <Alert type="error" header={strings.session.failedTitle}>
              {failure.reason === 'clock'
                ? strings.session.clockDetail(failure.aheadSeconds)
                : strings.session.failedDetail[failure.reason]}
            </Alert>
          )}
          {wasIdle && <Alert type="info">{strings.session.idle.signedOut}</Alert>}
          {operator !== undefined && (
            <LocalOperators names={localOperators} chosen={operator} onChoose={setOperator} />
          )}
          <Button fullWidth variant="primary" onClick={() => onSignIn(operator)}>
            {strings.session.signIn}
          </Button>
        </SpaceBetween>
      </Container>
    </div>
  );
}
