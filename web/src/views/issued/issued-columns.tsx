/** The columns of the table of issued tokens. */
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ListedStatus } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import type { Failure } from '../../api/failures.ts';
import { strings } from '../../strings.ts';
import { Countdown } from '../../time/countdown.tsx';
import { Instant } from '../../time/instant.tsx';
import { TokenCell } from './token-cell.tsx';
import type { TimedToken } from './token-list.ts';

const text = strings.issued;

const STATUS_TYPES: Readonly<Record<ListedStatus, StatusIndicatorProps.Type>> = {
  issued: 'pending',
  sent: 'info',
  used: 'success',
  revoked: 'stopped',
  locked: 'error',
};

export interface ColumnContext {
  readonly api: Api;
  readonly lifetimeSeconds: number;
  /** Undefined once a token could be revealed. */
  readonly onRevealFailure: (failure: Failure | undefined) => void;
}

export function issuedColumns(context: ColumnContext): TableProps.ColumnDefinition<TimedToken>[] {
  return [
    {
      id: 'user',
      header: text.columns.user,
      isRowHeader: true,
      maxWidth: 260,
      cell: ({ user_id }) => <span title={user_id}>{user_id}</span>,
    },
    { id: 'purpose', header: text.columns.purpose, cell: (token) => token.purpose },
    {
      id: 'token',
      header: text.columns.token,
      minWidth: 190,
      cell: (token) => <TokenCell token={token} api={context.api} onFailure={context.onRevealFailure} />,
    },
    { id: 'channel', header: text.columns.channel, cell: (token) => text.channels[token.channel] },
    { id: 'destination', header: text.columns.destination, cell: (token) => token.destination },
    {
      id: 'status',
      header: text.columns.status,
      minWidth: 110,
      cell: ({ status }) => (
        <StatusIndicator type={STATUS_TYPES[status]}>{text.statuses[status]}</StatusIndicator>
      ),
    },
    {
      id: 'timeLeft',
      header: text.columns.timeLeft,
      minWidth: 110,
      cell: (token) => (
        <Countdown deadlineMs={token.deadlineMs} lifetimeSeconds={context.lifetimeSeconds} over="" />
      ),
    },
    { id: 'issued', header: text.columns.issued, cell: (token) => <Instant iso={token.issued_at} /> },
  ];
}
