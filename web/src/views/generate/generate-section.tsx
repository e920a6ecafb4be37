/** The form and, beside it, the latest token that it brought about. */
import Grid from '@cloudscape-design/components/grid';
import { type ReactNode, useState } from 'react';
import type { IssuedTokenAnswer } from '../../../../handlers/contract/api.ts';
import type { Api } from '../../api/api-client.ts';
import { GenerateForm } from './generate-form.tsx';
import { type LatestToken, LatestTokenPanel } from './latest-token-panel.tsx';

export interface GenerateSectionProps {
  readonly api: Api;
  readonly lifetimeSeconds: number;
  readonly expired: boolean;
  readonly onIssued: () => void;
}

export function GenerateSection({
  api,
  lifetimeSeconds,
  expired,
  onIssued,
}: GenerateSectionProps): ReactNode {
  const [latest, setLatest] = useState<LatestToken>();

  function show(answer: IssuedTokenAnswer): void {
    setLatest({ answer, deadlineMs: Date.now() + answer.expires_in * 1_000 });
    onIssued();
  }

  return (
    <Grid gridDefinition={[{ colspan: { default: 12, m: 7 } }, { colspan: { default: 12, m: 5 } }]}>
      <GenerateForm api={api} expired={expired} onIssued={show} />
      <LatestTokenPanel latest={latest} lifetimeSeconds={lifetimeSeconds} />
    </Grid>
  );
}
