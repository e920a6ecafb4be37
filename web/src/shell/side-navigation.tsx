/**
 * The list of views that the person may use: beside the view where there is room, behind a button on phones.
 *
 * Our own markup, because Cloudscape's navigation comes with its AppLayout: 65 KB for a list of links.
 */
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Scope } from '../../../handlers/contract/vocabulary.ts';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import { shared } from '../strings.ts';
import type { Route, ViewName } from './routes.ts';
import { missingScopes, routeHref } from './routes.ts';
import { useSetupHidden } from './setup-hidden.ts';
import { strings } from './strings.ts';

const text = strings.navigation;
const LIST = 'views';

interface Item {
  readonly label: string;
  readonly view: ViewName;
  readonly panel?: string;
  /** If it needs another scope than the view. */
  readonly scope?: Scope;
}

interface Group {
  readonly label: string;
  readonly items: readonly Item[];
}

const GROUPS: readonly Group[] = [
  {
    label: text.groups.tokens,
    items: [
      { label: text.issued, view: 'tokens', scope: SCOPES.read },
      { label: shared.views.activity, view: 'activity' },
      { label: shared.panels.generate, view: 'tokens', panel: 'generate', scope: SCOPES.issue },
      { label: shared.panels.verify, view: 'tokens', panel: 'verify', scope: SCOPES.verify },
    ],
  },
  {
    label: text.groups.operations,
    items: [
      { label: shared.views.workflow, view: 'workflow' },
      { label: shared.views.health, view: 'health' },
      { label: shared.views.audit, view: 'audit' },
      { label: shared.views.setup, view: 'setup' },
    ],
  },
  {
    label: text.groups.people,
    items: [
      { label: shared.views.contacts, view: 'contacts' },
      { label: shared.views.limits, view: 'limits' },
      { label: shared.views.messages, view: 'messages' },
    ],
  },
];

const LOCAL_GROUP: Group = {
  label: text.groups.local,
  items: [{ label: shared.views.faults, view: 'faults' }],
};

export interface SideNavigationProps {
  readonly route: Route;
  readonly isLocal: boolean;
  readonly can: (scope: Scope) => boolean;
}

export function SideNavigation({ route, isLocal, can }: SideNavigationProps): ReactNode {
  const [open, setOpen] = useState(false);
  const isSetupHidden = useSetupHidden();
  const isShown = ({ view, scope }: Item): boolean =>
    !(view === 'setup' && isSetupHidden) &&
    (scope === undefined ? missingScopes(view, can) === undefined : can(scope));
  const groups = (isLocal ? [...GROUPS, LOCAL_GROUP] : GROUPS)
    .map(({ label, items }) => ({ label, items: items.filter(isShown) }))
    .filter(({ items }) => items.length > 0);
  return (
    <nav className="side-nav" aria-label={text.label}>
      <button
        type="button"
        className="side-nav-toggle"
        aria-expanded={open}
        aria-controls={LIST}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true" className="side-nav-bars" />
        {text.menu}
        <span className="side-nav-where">{shared.views[route.view]}</span>
      </button>
      <div id={LIST} className={open ? 'side-nav-groups side-nav-open' : 'side-nav-groups'}>
        {groups.map(({ label, items }) => (
          <div key={label} className="side-nav-group">
            <h2>{label}</h2>
            <ul>
              {items.map((item) => (
                <li key={item.label}>
                  <a
                    href={routeHref(item.view, { panel: item.panel })}
                    aria-current={isCurrent(item, route) ? 'page' : undefined}
                    onClick={() => setOpen(false)}
                  >
                    {item.label}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}

const isCurrent = ({ view, panel }: Item, route: Route): boolean =>
  view === route.view && (panel ?? null) === route.params.get('panel');
