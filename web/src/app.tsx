/** The frame around the views: top bar, navigation, notices, and the view that the URL's hash names. */

import { QueryClientProvider } from '@tanstack/react-query';
import type { ComponentType, LazyExoticComponent, ReactNode } from 'react';
import { lazy, Suspense, useState } from 'react';
import type { PageConfig } from '../../handlers/contract/page.ts';
import { SCOPES } from '../../handlers/contract/vocabulary.ts';
import { createApi } from './api/api-client.ts';
import { createQueryClient } from './api/query-client.ts';
import type { Session, SessionState } from './session/session.ts';
import { useSession } from './session/use-session.ts';
import { environmentOf } from './shell/environment.ts';
import { ExpiryNotice } from './shell/expiry-notice.tsx';
import { IdleGuard } from './shell/idle-guard.tsx';
import { MayReadContext } from './shell/may-read.ts';
import { MissingScopes } from './shell/missing-scopes.tsx';
import type { Route, ViewName } from './shell/routes.ts';
import { missingScopes } from './shell/routes.ts';
import { SideNavigation } from './shell/side-navigation.tsx';
import { StatusStrip } from './shell/status-strip.tsx';
import { strings } from './shell/strings.ts';
import { TopBar } from './shell/top-bar.tsx';
import { useRoute } from './shell/use-route.ts';
import { ViewArrival } from './shell/view-arrival.tsx';
import { ViewSkeleton } from './shell/view-skeleton.tsx';
import { Welcome } from './shell/welcome.tsx';
import type { ViewProps } from './views/view-props.ts';

const VIEWS: Readonly<Record<ViewName, LazyExoticComponent<ComponentType<ViewProps>>>> = {
  tokens: lazy(() => import('./views/tokens-view.tsx')),
  activity: lazy(() => import('./views/activity-view.tsx')),
  workflow: lazy(() => import('./views/workflow-view.tsx')),
  health: lazy(() => import('./views/health-view.tsx')),
  contacts: lazy(() => import('./views/contacts-view.tsx')),
  limits: lazy(() => import('./views/limits-view.tsx')),
  messages: lazy(() => import('./views/messages-view.tsx')),
  audit: lazy(() => import('./views/audit-view.tsx')),
  setup: lazy(() => import('./views/setup-view.tsx')),
  faults: lazy(() => import('./views/faults-view.tsx')),
};

/** Loaded when somebody asks for it. */
const HelpDrawer = lazy(() => import('./shell/help/help-drawer.tsx'));

const MAIN = 'main';

export interface AppProps {
  readonly config: PageConfig;
  readonly session: Session;
}

export function App({ config, session }: AppProps): ReactNode {
  const state = useSession(session);
  const asked = useRoute();
  // Faults can be injected only on a developer's machine.
  const route: Route = asked.view === 'faults' && !config.local ? { ...asked, view: 'tokens' } : asked;
  const [helps, setHelps] = useState(false);
  const signIn = (loginHint?: string): void => void session.signIn(loginHint);
  return (
    <>
      <button type="button" className="skip-link" onClick={() => document.getElementById(MAIN)?.focus()}>
        {strings.navigation.skip}
      </button>
      <div className="top-bar">
        <StatusStrip config={config} />
        <TopBar config={config} session={session} state={state} onHelp={() => setHelps(!helps)} />
      </div>
      {state.status === 'signed_out' ? (
        <main id={MAIN} tabIndex={-1}>
          <Welcome
            failure={state.failure}
            wasIdle={state.wasIdle === true}
            localOperators={config.local_operators}
            onSignIn={signIn}
          />
        </main>
      ) : (
        <div className={helps ? 'shell shell-with-help' : 'shell'}>
          <SideNavigation
            route={route}
            isLocal={config.local === true}
            can={(scope) => state.scopes.has(scope)}
          />
          <main id={MAIN} tabIndex={-1}>
            {state.status === 'expired' && <ExpiryNotice onSignIn={() => signIn()} />}
            <View config={config} session={session} state={state} route={route} />
          </main>
          {helps && (
            <Suspense fallback={null}>
              <HelpDrawer
                view={route.view}
                config={config}
                maySetUp={missingScopes('setup', (scope) => state.scopes.has(scope)) === undefined}
                onClose={() => setHelps(false)}
              />
            </Suspense>
          )}
          {/* Also for an expired session: its data is still on the screen. */}
          <IdleGuard
            timeoutSeconds={config.idle_timeout}
            onIdle={() => session.signOut('idle')}
            onSeen={session.seen}
          />
        </div>
      )}
    </>
  );
}

interface ViewFrameProps extends AppProps {
  readonly state: Exclude<SessionState, { status: 'signed_out' }>;
  readonly route: Route;
}

function View({ config, session, state, route: { view, params } }: ViewFrameProps): ReactNode {
  const [api] = useState(() =>
    createApi({
      base: config.api_base,
      fetch: (...request) => fetch(...request),
      accessToken: session.accessToken,
      renew: session.renew,
      onUnauthorized: session.expire,
    }),
  );
  // Signing out unmounts this component, and everything that was loaded goes with it.
  const [client] = useState(() => createQueryClient((defect) => reportError(defect)));
  const can: ViewProps['can'] = (scope) => state.scopes.has(scope);
  const mayRead = {
    traces: can(SCOPES.read),
    activity: config.activity_days > 0 && can(SCOPES.readActivity),
  };
  const missing = missingScopes(view, can);
  const Content = VIEWS[view];
  return (
    <Suspense fallback={<ViewSkeleton />}>
      {missing ? (
        <MissingScopes view={view} scopes={missing} />
      ) : (
        <QueryClientProvider client={client}>
          <MayReadContext value={mayRead}>
            <Content
              api={api}
              config={config}
              can={can}
              expired={state.status === 'expired'}
              params={params}
            />
          </MayReadContext>
        </QueryClientProvider>
      )}
      <ViewArrival
        key={view}
        view={view}
        brandName={config.brand_name}
        environment={environmentOf(config).name}
      />
    </Suspense>
  );
}
