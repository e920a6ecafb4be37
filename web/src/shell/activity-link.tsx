/** Leads from a person to what happened to their requests, for those who may read it. */
import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { use } from 'react';
import { shared } from '../strings.ts';
import { MayReadContext } from './may-read.ts';
import { routeHref } from './routes.ts';

export function ActivityLink({ userId }: { readonly userId: string }): ReactNode {
  const { activity } = use(MayReadContext);
  return (
    activity && (
      <Link href={routeHref('activity', { user_id: userId })} ariaLabel={shared.activityOf(userId)}>
        {shared.views.activity}
      </Link>
    )
  );
}
