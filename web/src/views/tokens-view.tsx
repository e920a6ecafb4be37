/**
 * The console's first page: the live tokens, with a panel above them to generate one or to verify a code. The panel
 * is part of the URL, so that links, reloads and a renewed sign-in keep it.
 */
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import { Loading } from '../shell/loading.tsx';
import { routeHref } from '../shell/routes.ts';
import { strings } from '../shell/strings.ts';
import { shared } from '../strings.ts';
import { IssuedSection } from './issued/issued-section.tsx';
import { text } from './issued/strings.ts';
import { lookForNew } from './issued/token-list.ts';
import type { ViewProps } from './view-props.ts';

const GeneratePanel = lazy(() => import('./generate/generate-panel.tsx'));
const VerifyPanel = lazy(() => import('./verify/verify-panel.tsx'));

export default function TokensView(props: ViewProps): ReactNode {
  const { api, config, can, expired, params } = props;
  const client = useQueryClient();
  const panel = params.get('panel');
  const reload = (): void => void lookForNew(client);
  return (
    <ContentLayout
      defaultPadding
      header={
        <Header variant="h1" description={text.pageDetail} actions={<PanelLinks params={params} can={can} />}>
          {shared.views.tokens}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {panel === 'generate' && (
          <Suspense fallback={<Loading>{strings.start.loading}</Loading>}>
            <GeneratePanel
              api={api}
              allowed={can(SCOPES.issue)}
              lifetimeSeconds={config.token_lifetime}
              expired={expired}
              isLocal={config.local === true}
              onIssued={reload}
            />
          </Suspense>
        )}
        {panel === 'verify' && (
          <Suspense fallback={<Loading>{strings.start.loading}</Loading>}>
            <VerifyPanel api={api} allowed={can(SCOPES.verify)} expired={expired} onTried={reload} />
          </Suspense>
        )}
        <IssuedSection {...props} />
      </SpaceBetween>
    </ContentLayout>
  );
}

/** The open panel has its own button to close it. The list stays filtered as it is. */
function PanelLinks({ params, can }: Pick<ViewProps, 'params' | 'can'>): ReactNode {
  const panel = params.get('panel');
  const hrefOf = (wanted?: string): string =>
    routeHref('tokens', { ...Object.fromEntries(params), panel: wanted });
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {panel !== null && <Button href={hrefOf()}>{shared.close}</Button>}
      {panel !== 'verify' && (
        <Button
          href={hrefOf('verify')}
          disabled={!can(SCOPES.verify)}
          disabledReason={strings.scopes.reason(SCOPES.verify)}
        >
          {shared.panels.verify}
        </Button>
      )}
      {panel !== 'generate' && (
        <Button
          variant="primary"
          href={hrefOf('generate')}
          disabled={!can(SCOPES.issue)}
          disabledReason={strings.scopes.reason(SCOPES.issue)}
        >
          {shared.panels.generate}
        </Button>
      )}
    </SpaceBetween>
  );
}
