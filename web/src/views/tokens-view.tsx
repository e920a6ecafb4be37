/** The page's two functions: generate a security token, and view the ones that were issued. */
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import type { Api } from '../api/api-client.ts';
import { strings } from '../strings.ts';
import { GenerateSection } from './generate/generate-section.tsx';
import { IssuedSection } from './issued/issued-section.tsx';
import { createTokenList } from './issued/token-list.ts';

export interface TokensViewProps {
  readonly api: Api;
  readonly lifetimeSeconds: number;
  /** Whether the session is over, so that the form keeps itself for the way to the issuer and back. */
  readonly expired: boolean;
  /** What the shell has to say, above everything else. */
  readonly notice: ReactNode;
}

export default function TokensView({ api, lifetimeSeconds, expired, notice }: TokensViewProps): ReactNode {
  const [list] = useState(() => createTokenList(api));
  return (
    <ContentLayout
      defaultPadding
      maxContentWidth={1400}
      notifications={notice}
      header={
        <Header variant="h1" description={strings.page.detail}>
          {strings.page.title}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <GenerateSection
          api={api}
          lifetimeSeconds={lifetimeSeconds}
          expired={expired}
          onIssued={list.refreshIfOpen}
        />
        <IssuedSection api={api} list={list} lifetimeSeconds={lifetimeSeconds} />
      </SpaceBetween>
    </ContentLayout>
  );
}
