/** The columns of the activity log. */
import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { ActivityEntry } from '../../../../handlers/contract/routes/activity.ts';
import { routeHref } from '../../shell/routes.ts';
import { executionTrace, requestTrace } from '../../shell/trace-links.ts';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import { Outcome } from './outcome.tsx';
import { Reason } from './reason.tsx';
import { text } from './strings.ts';

const countries = new Intl.DisplayNames('en', { type: 'region' });
const prices = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 5,
});

/** Few columns, whose lines wrap: a laptop shows all of them, a phone what happened and when. */
export const activityColumns = (mayTrace: boolean): readonly TableProps.ColumnDefinition<ActivityEntry>[] => [
  {
    id: 'outcome',
    header: text.columns.outcome,
    minWidth: 155,
    isRowHeader: true,
    cell: ({ at, outcome }) => (
      <>
        <Outcome outcome={outcome} />
        <div className="quiet">
          <Instant iso={at} />
        </div>
      </>
    ),
  },
  { id: 'reason', header: text.columns.reason, minWidth: 200, cell: (entry) => <Reason entry={entry} /> },
  { id: 'person', header: text.columns.person, minWidth: 130, cell: (entry) => <Person entry={entry} /> },
  {
    id: 'destination',
    header: text.columns.destination,
    minWidth: 150,
    cell: (entry) => <SentTo entry={entry} />,
  },
  {
    id: 'trace',
    header: text.columns.trace,
    minWidth: 150,
    cell: (entry) => <Request entry={entry} mayTrace={mayTrace} />,
  },
  {
    id: 'client',
    header: text.columns.client,
    minWidth: 120,
    cell: ({ client_id, client_group }) => (
      <bdi className="long-id" title={client_id}>
        {client_group ?? client_id ?? shared.none}
      </bdi>
    ),
  },
];

interface EntryProps {
  readonly entry: ActivityEntry;
}

const countryName = (country: string): string => countries.of(country) ?? country;

/** Where to, by which channel, in which country, and for how much. A carrier's report does not say where to. */
function SentTo({ entry: { channel, destination, country, price_usd } }: EntryProps): ReactNode {
  const by = channel === undefined ? undefined : shared.channels[channel];
  const where = [by, country === undefined ? undefined : countryName(country)].filter(Boolean).join(' · ');
  return (
    <>
      {(destination || where === '') && <bdi>{destination ?? shared.none}</bdi>}
      {where && <div className="quiet">{where}</div>}
      {price_usd !== undefined && (
        <div className="quiet" title={text.priceHint}>
          {prices.format(price_usd)}
        </div>
      )}
    </>
  );
}

function Person({ entry: { user_id, purpose } }: EntryProps): ReactNode {
  if (user_id === undefined) {
    return <span className="quiet">{text.nobody}</span>;
  }
  return (
    <>
      <Link href={routeHref('activity', { user_id })}>
        <bdi>{user_id}</bdi>
      </Link>
      {purpose && (
        <div className="quiet">
          <bdi>{purpose}</bdi>
        </div>
      )}
    </>
  );
}

interface RequestProps extends EntryProps {
  readonly mayTrace: boolean;
}

/** Only a request that started the machine has an execution to trace. */
function Request({ entry: { at, request_id, execution_arn, execution_name }, mayTrace }: RequestProps) {
  const id = request_id ?? execution_name;
  const hasExecution = execution_arn !== undefined || execution_name !== undefined;
  if (id === undefined) {
    return shared.none;
  }
  return (
    <>
      <code>{id}</code>
      {mayTrace && hasExecution && (
        <div>
          <Link
            href={execution_arn === undefined ? requestTrace(id, at) : executionTrace(execution_arn, at)}
            ariaLabel={text.traceOf(id)}
          >
            {text.trace}
          </Link>
        </div>
      )}
    </>
  );
}
