/** The columns of the audit log, and what its filter searches. */
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { Fragment } from 'react';
import type { AuditEntry } from '../../../../handlers/contract/routes/audit.ts';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import { text } from './strings.ts';

/** The name of an operator, the id of a client. */
const nameOf = ({ actor }: AuditEntry): string => actor.name ?? actor.client_id;

/** A newer service may record actions that this page does not know. */
const actionOf = ({ action }: AuditEntry): string => text.actions[action] ?? action;

/** With what it does not say itself, and the operator's reason. */
function Action(entry: AuditEntry): ReactNode {
  const { detail, reason } = entry;
  return (
    <>
      {actionOf(entry)}
      {detail && <div className="quiet">{withTimes(detail)}</div>}
      {reason && (
        <div>
          <bdi>{reason}</bdi>
        </div>
      )}
    </>
  );
}

/** The log has times of UTC; what is shown is in the reader's zone. */
const withTimes = (detail: string): ReactNode =>
  detail.split(TIMES).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their places
    <Fragment key={index}>{index % 2 === 1 ? <Instant iso={part} /> : part}</Fragment>
  ));

const TIMES = /(\d{4}-\d\d-\d\dT[\d:.]+Z)/;

/** For requests from the page, the address that connected to CloudFront. */
const addressOf = ({ forwarded_for, source_ip }: AuditEntry): string =>
  forwarded_for === undefined ? source_ip : `${forwarded_for} (${source_ip})`;

/** The columns that can be sorted, as the URL names them. The service answers with the newest entry first. */
export const AUDIT_SORTED_BY = ['at', 'action', 'subject'] as const;

/** Lines wrap between words, so that a laptop shows every column and a phone the first three. */
export const AUDIT_COLUMNS: readonly TableProps.ColumnDefinition<AuditEntry>[] = [
  {
    id: 'at',
    header: text.columns.at,
    minWidth: 80,
    isRowHeader: true,
    sortingField: 'at',
    cell: ({ at }) => <Instant iso={at} />,
  },
  {
    id: 'actor',
    header: text.columns.actor,
    minWidth: 130,
    cell: (entry) => (
      <span title={entry.actor.sub}>
        <bdi>{nameOf(entry)}</bdi> <span className="quiet">({text.actors[entry.actor.type]})</span>
      </span>
    ),
  },
  { id: 'action', header: text.columns.action, sortingField: 'action', minWidth: 95, cell: Action },
  {
    id: 'subject',
    header: text.columns.subject,
    sortingField: 'subject',
    minWidth: 150,
    cell: ({ subject }) => <bdi>{subject}</bdi>,
  },
  {
    id: 'purpose',
    header: text.columns.purpose,
    minWidth: 95,
    cell: ({ purpose, client_group }) => <bdi title={client_group}>{purpose ?? shared.none}</bdi>,
  },
  { id: 'from', header: text.columns.from, minWidth: 130, cell: addressOf },
  {
    id: 'request',
    header: text.columns.request,
    minWidth: 185,
    cell: ({ request_id }) => <code>{request_id}</code>,
  },
];

/** Whether every word of the filter occurs in the entry, ignoring case. */
export function matchesText(entry: AuditEntry, filter: string): boolean {
  const shown = [
    nameOf(entry),
    entry.actor.sub,
    actionOf(entry),
    entry.subject,
    entry.purpose ?? '',
    entry.client_group ?? '',
    entry.detail ?? '',
    entry.reason ?? '',
    entry.request_id,
  ]
    .join('\n')
    .toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => shown.includes(word));
}
