/** What happened to a request in a sentence, and what to do about it. */
import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import type { ActivityEntry } from '../../../../handlers/contract/routes/activity.ts';
import { routeHref } from '../../shell/routes.ts';
import { shared } from '../../strings.ts';
import { adviceFor } from './advice.ts';
import { text } from './strings.ts';

export function Reason({ entry }: { readonly entry: ActivityEntry }): ReactNode {
  const { says } = adviceFor(entry);
  const { tried = [], sends = 1, rule } = entry;
  const name = entry.error ?? entry.problem;
  return (
    <>
      {says} {name && <code>{name}</code>}
      <div className="quiet">
        {rule && `${text.rule(rule)} `}
        {tried.length > 0 &&
          `${text.after(tried.map(({ channel, error }) => `${shared.channels[channel]} (${error})`).join(', '))} `}
        {sends > 1 && `${text.send(sends)} `}
        <Remedy entry={entry} />
      </div>
    </>
  );
}

/** Leads to where it is done. */
export function Remedy({ entry }: { readonly entry: ActivityEntry }): ReactNode {
  const { todo, view } = adviceFor(entry);
  return (
    todo && (
      <>
        {todo}{' '}
        {view && (
          <Link href={routeHref(view, { user_id: entry.user_id })} fontSize="inherit">
            {shared.views[view]}
          </Link>
        )}
      </>
    )
  );
}
