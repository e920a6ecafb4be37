/** The bar at the top: the brand, the local inbox, and who is signed in. */
import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import type { ReactNode } from 'react';
import type { Session, SessionState } from '../session/session.ts';
import { strings } from '../strings.ts';

const SIGN_OUT = 'sign-out';

export interface TopBarProps {
  readonly brandName: string;
  readonly session: Session;
  readonly state: SessionState;
}

export function TopBar({ brandName, session, state }: TopBarProps): ReactNode {
  return (
    <TopNavigation
      identity={{ href: '/', title: brandName, logo: { src: '/favicon.svg', alt: strings.navigation.logo } }}
      utilities={[...inboxLink(), sessionUtility(session, state)]}
      i18nStrings={{
        overflowMenuTriggerText: strings.navigation.more,
        overflowMenuTitleText: strings.navigation.moreTitle,
        overflowMenuBackIconAriaLabel: strings.navigation.back,
        overflowMenuDismissIconAriaLabel: strings.navigation.close,
      }}
    />
  );
}

/** Only the local runtime has an inbox: on AWS, messages go to real people. */
function inboxLink(): TopNavigationProps.Utility[] {
  return location.hostname === 'localhost'
    ? [{ type: 'button', text: strings.navigation.inbox, iconName: 'envelope', href: '/inbox' }]
    : [];
}

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
