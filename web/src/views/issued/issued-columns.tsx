/** The columns of the table of issued tokens. */
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { ListedStatus } from '../../../../handlers/contract/vocabulary.ts';
import { ARRIVALS } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import type { Failure } from '../../api/failures.ts';
import { routeHref } from '../../shell/routes.ts';
import { shared } from '../../strings.ts';
import { Countdown } from '../../time/countdown.tsx';
import { Instant } from '../../time/instant.tsx';
import type { TimedToken } from './merge-rows.ts';
import { text } from './strings.ts';
import type { ColumnId } from './table-preferences.ts';
import { TokenCell } from './token-cell.tsx';

const STATUS_TYPES: Readonly<Record<ListedStatus, StatusIndicatorProps.Type>> = {
  issued: 'pending',
  sent: 'info',
  unknown: 'warning',
  delivered: 'success',
  undelivered: 'error',
  used: 'success',
  revoked: 'stopped',
  locked: 'error',
};

export interface ColumnContext {
  readonly api: Api;
  readonly lifetimeSeconds: number;
  readonly canReveal: boolean;
  readonly canRevoke: boolean;
  readonly newIds: ReadonlySet<string>;
  /** Of the table, in pixels. */
  readonly width: number;
  /** Undefined once a token was revealed. */
  readonly onRevealFailure: (failure: Failure | undefined) => void;
  readonly onShown: () => () => void;
  readonly onRevoke: (token: TimedToken) => void;
}

/** The maximum width of user-defined text, by the width of the table, so that the rest of the row stays visible. */
const CLIPPED_PX = [
  { from: 1_150, user: 190, purpose: 140 },
  // Where destinations are shown, beside the longest status.
  { from: 990, user: 140, purpose: 115 },
  { from: 535, user: 160, purpose: 115 },
  // On a phone, so that the status is next to the user.
  { from: 0, user: 140, purpose: 115 },
] as const;
/** An email address keeps its domain, however long. */
const DESTINATION_PX = 165;

/** The columns that can be sorted, as the URL names them. */
export const SORTED_BY = ['user_id', 'purpose', 'status', 'issued_at'] as const;

type Column = TableProps.ColumnDefinition<TimedToken>;

export function issuedColumns(context: ColumnContext): Column[] {
  const clipped = CLIPPED_PX.find(({ from }) => context.width >= from) ?? CLIPPED_PX[0];
  const columns: Readonly<Record<ColumnId, Omit<Column, 'id' | 'header'>>> = {
    user: {
      isRowHeader: true,
      sortingField: 'user_id',
      minWidth: 120,
      maxWidth: clipped.user,
      cell: ({ token_id, user_id }) => (
        <span className={context.newIds.has(token_id) ? 'is-new' : undefined}>
          <Clipped>{user_id}</Clipped>
        </span>
      ),
    },
    purpose: {
      sortingField: 'purpose',
      maxWidth: clipped.purpose,
      cell: ({ purpose }) => <Clipped>{purpose}</Clipped>,
    },
    token: {
      minWidth: 173,
      cell: (token) => (
        <TokenCell
          token={token}
          api={context.api}
          canReveal={context.canReveal}
          onFailure={context.onRevealFailure}
          onShown={context.onShown}
        />
      ),
    },
    channel: { cell: (token) => shared.channels[token.channel] },
    destination: {
      maxWidth: DESTINATION_PX,
      cell: ({ destination }) => <Clipped>{destination}</Clipped>,
    },
    status: {
      sortingField: 'status',
      minWidth: 95,
      cell: (token) => <Status token={token} />,
    },
    attempts: {
      cell: ({ kind, attempts, max_attempts }) =>
        kind === 'delivery' ? (
          <span className="quiet">{shared.none}</span>
        ) : (
          text.attempts(attempts, max_attempts)
        ),
    },
    issued: { sortingField: 'issued_at', cell: (token) => <Instant iso={token.issued_at} /> },
    timeLeft: {
      minWidth: 80,
      // A token that can no longer be used has no time left, although its row stays until it expires.
      cell: (token) =>
        isOpen(token) ? (
          <Countdown deadlineMs={token.deadlineMs} lifetimeSeconds={context.lifetimeSeconds} over="" />
        ) : (
          <span className="quiet">{shared.none}</span>
        ),
    },
    actions: {
      minWidth: 130,
      // A code that was made elsewhere is verified and revoked there, too.
      cell: (token) =>
        token.kind === 'delivery' ? (
          <span className="quiet">{shared.none}</span>
        ) : (
          <RowActions token={token} context={context} />
        ),
    },
  };
  return Object.entries(columns).map(([id, column]) => ({
    ...column,
    id,
    header: text.columns[id as ColumnId],
  }));
}

/** Whether the correct code would still be accepted: only then is there something to reveal or revoke. */
const isOpen = ({ status }: TimedToken): boolean => OPEN_STATUSES.includes(status);

const OPEN_STATUSES: readonly ListedStatus[] = ['issued', 'sent', 'unknown', ...ARRIVALS];

/** With why the message did not arrive, or the text before it. */
const Status = ({ token }: { readonly token: TimedToken }): ReactNode => {
  const { status, undelivered_reason } = token;
  const reason = undelivered_reason && text.reasons[undelivered_reason];
  return (
    <>
      <StatusIndicator type={STATUS_TYPES[status]}>{text.statuses[status]}</StatusIndicator>
      {reason && (
        <div className="status-reason">{status === 'undelivered' ? reason : text.textFailed(reason)}</div>
      )}
    </>
  );
};

/** Truncated at the end of the column; shown in full on hover and when its cell has the focus. */
const Clipped = ({ children }: { readonly children: string }): ReactNode => (
  <bdi className="clipped" title={children}>
    {children}
  </bdi>
);

interface RowActionsProps {
  readonly token: TimedToken;
  readonly context: ColumnContext;
}

function RowActions({ token, context }: RowActionsProps): ReactNode {
  const { user_id, purpose, client_group } = token;
  return (
    <span className="row-actions">
      <Link
        href={routeHref('workflow', { user_id, purpose, client_group })}
        ariaLabel={text.workflowLabel(user_id, purpose)}
      >
        {text.workflow}
      </Link>
      {context.canRevoke && isOpen(token) && (
        <Button
          variant="inline-link"
          ariaLabel={text.revokeLabel(user_id, purpose)}
          onClick={() => context.onRevoke(token)}
        >
          {text.revoke}
        </Button>
      )}
    </span>
  );
}
