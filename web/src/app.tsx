/** The frame around the views: top bar, notices, and the one page that there is so far. */
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { PageConfig } from '../../handlers/contract/api.ts';
import { createApi } from './api/api-client.ts';
import type { Session } from './session/session.ts';
import { useSession } from './session/use-session.ts';
import { ExpiryNotice } from './shell/expiry-notice.tsx';
import { Loading } from './shell/loading.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { Welcome } from './shell/welcome.tsx';
import { strings } from './strings.ts';

const TokensView = lazy(() => import('./views/tokens-view.tsx'));

export interface AppProps {
  readonly config: PageConfig;
  readonly session: Session;
}

export function App({ config, session }: AppProps): ReactNode {
  const state = useSession(session);
  const [api] = useState(() =>
    createApi({
      base: config.api_base,
      fetch: (...request) => fetch(...request),
      accessToken: session.accessToken,
      onUnauthorized: session.expire,
    }),
  );
  const signIn = (): void => void session.signIn();
  return (
    <>
      <div className="top-bar">
        <TopBar brandName={config.brand_name} session={session} state={state} />
      </div>
      <main>
        {state.status === 'signed_out' ? (
          <Welcome failure={state.failure} onSignIn={signIn} />
        ) : (
          <Suspense fallback={<Loading>{strings.start.loading}</Loading>}>
            <TokensView
              api={api}
              lifetimeSeconds={config.token_lifetime}
              notice={state.status === 'expired' && <ExpiryNotice onSignIn={signIn} />}
              expired={state.status === 'expired'}
            />
          </Suspense>
        )}
      </main>
    </>
  );
}
