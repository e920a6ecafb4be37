/** The bar at the top: the brand, the local inbox, and who is signed in. */

import type { TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import type { ReactNode } from 'react';
import type { PageConfig } from '../../../handlers/contract/page.ts';
import type { Session, SessionState } from '../session/session.ts';
import { shared } from '../strings.ts';
import { INBOX } from './routes.ts';
import { strings } from './strings.ts';

const SIGN_OUT = 'sign-out';

export interface TopBarProps {
  readonly config: PageConfig;
  readonly session: Session;
  readonly state: SessionState;
  /** Opens or closes the help on the view. */
  readonly onHelp: () => void;
}

export function TopBar({ config, session, state, onHelp }: TopBarProps): ReactNode {
  return (
    <TopNavigation
      identity={{
        href: '#/tokens',
        title: config.brand_name,
        logo: { src: '/favicon.svg', alt: strings.navigation.logo },
      }}
      utilities={[...inboxLink(config), ...helpButton(state, onHelp), sessionUtility(session, state)]}
      i18nStrings={{
        overflowMenuTriggerText: strings.navigation.more,
        overflowMenuTitleText: strings.navigation.moreTitle,
        overflowMenuBackIconAriaLabel: strings.navigation.back,
        overflowMenuDismissIconAriaLabel: strings.navigation.close,
      }}
    />
  );
}

/**
 * Only the local runtime has an inbox: on AWS, messages go to real people. It opens in a new tab, because the access
 * token lives in this page's memory and leaving the page would end the session.
 */
function inboxLink({ local }: PageConfig): TopNavigationProps.Utility[] {
  const { inbox } = strings.navigation;
  return local
    ? [
        {
          type: 'button',
          text: inbox,
          iconName: 'envelope',
          href: INBOX,
          external: true,
          externalIconAriaLabel: shared.newTab,
        },
      ]
    : [];
}

/** The welcome has nothing to explain. */
const helpButton = (state: SessionState, onClick: () => void): TopNavigationProps.Utility[] =>
  state.status === 'signed_out'
    ? []
    : [{ type: 'button', text: strings.navigation.help, iconName: 'status-info', onClick }];

function sessionUtility(session: Session, state: SessionState): TopNavigationProps.Utility {
  if (state.status !== 'signed_in') {
    return { type: 'button', text: strings.session.signIn, onClick: () => void session.signIn() };
  }
  return {
    type: 'menu-dropdown',
    text: state.user,
    iconName: 'user-profile',
    ariaLabel: strings.session.signedInAs(state.user),
    items: [{ id: SIGN_OUT, text: strings.session.signOut }],
    onItemClick: ({ detail }) => {
      if (detail.id === SIGN_OUT) {
        session.signOut();
      }
    },
  };
}
