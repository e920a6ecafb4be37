/** The form "Generate security token" and, beside it, the latest token that it issued. */
import Grid from '@cloudscape-design/components/grid';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { IssuedTokenAnswer } from '../../../../handlers/contract/routes/issue-token.ts';
import { SCOPES } from '../../../../handlers/contract/vocabulary.ts';
import type { Api, TokenRequest } from '../../api/api-client.ts';
import type { Failure } from '../../api/failures.ts';
import { failureOf } from '../../api/failures.ts';
import { ScopeNotice } from '../../shell/scope-notice.tsx';
import { GenerateForm } from './generate-form.tsx';
import type { LatestToken } from './latest-token.ts';
import { latestToken } from './latest-token.ts';
import { LatestTokenPanel } from './latest-token-panel.tsx';

export interface GeneratePanelProps {
  readonly api: Api;
  readonly allowed: boolean;
  readonly lifetimeSeconds: number;
  readonly expired: boolean;
  /** Whether there is an inbox in which to read the message. */
  readonly isLocal: boolean;
  readonly onIssued: () => void;
}

export default function GeneratePanel(props: GeneratePanelProps): ReactNode {
  const { api, allowed, lifetimeSeconds, expired, isLocal, onIssued } = props;
  const [latest, setLatest] = useState<LatestToken>();
  const [resending, setResending] = useState(false);
  const [resendFailure, setResendFailure] = useState<Failure>();

  function show(request: TokenRequest, answer: IssuedTokenAnswer): void {
    setLatest(latestToken(request, answer, Date.now()));
    setResendFailure(undefined);
    onIssued();
  }

  async function sendAgain(request: TokenRequest): Promise<void> {
    setResending(true);
    try {
      show(request, await api.issueToken(request));
    } catch (error) {
      setResendFailure(failureOf(error));
    } finally {
      setResending(false);
    }
  }

  if (!allowed) {
    return <ScopeNotice scope={SCOPES.issue} />;
  }
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}>
      <GenerateForm api={api} expired={expired} onIssued={show} />
      <LatestTokenPanel
        latest={latest}
        lifetimeSeconds={lifetimeSeconds}
        isLocal={isLocal}
        resending={resending}
        failure={resendFailure}
        onSendAgain={(request) => void sendAgain(request)}
      />
    </Grid>
  );
}
