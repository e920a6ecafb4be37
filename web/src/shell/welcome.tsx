/** What somebody sees before signing in, and when signing in did not work. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { SignInFailureReason } from '../session/authorization.ts';
import { strings } from '../strings.ts';

export interface WelcomeProps {
  readonly failure: SignInFailureReason | undefined;
  readonly onSignIn: () => void;
}

export function Welcome({ failure, onSignIn }: WelcomeProps): ReactNode {
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
              {strings.session.failedDetail[failure]}
            </Alert>
          )}
          <Button fullWidth variant="primary" onClick={onSignIn}>
            {strings.session.signIn}
          </Button>
        </SpaceBetween>
      </Container>
    </div>
  );
}
