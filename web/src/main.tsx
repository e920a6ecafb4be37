/**
 * Starts the console: colour scheme, configuration, a sign-in in progress, then the app. Until then, and on the way
 * to the issuer, index.html shows the frame without contents.
 */
import '@cloudscape-design/global-styles/index.css';
import './console.css';
import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import type { ReactNode } from 'react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { takeCallback } from './session/authorization.ts';
import { openSession } from './session/session.ts';
import { followColourScheme } from './shell/colour-scheme.ts';
import { loadConfig } from './shell/load-config.ts';
import { StartFailure } from './shell/start-failure.tsx';

const container = document.getElementById('app');
if (container === null) {
  throw new Error('index.html has no #app');
}
const root = createRoot(container);

followColourScheme();
try {
  const callback = takeCallback();
  const config = await loadConfig();
  show(<App config={config} session={await openSession(config, callback)} />);
} catch (error) {
  show(<StartFailure />);
  throw error;
}

function show(content: ReactNode): void {
  root.render(
    <StrictMode>
      <I18nProvider locale="en" messages={[messages]}>
        {content}
      </I18nProvider>
    </StrictMode>,
  );
}
