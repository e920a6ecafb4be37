/** The page's one way to the API: a function for each route that it asks. */
import type {
  AuditAnswer,
  ContactAnswer,
  ExecutionsAnswer,
  IssuedTokenAnswer,
  LimitsAnswer,
  ListedToken,
  MetricsAnswer,
  TokenList,
  VerificationAnswer,
} from '../../../handlers/contract/api.ts';
import type {
  Channel,
  ListedStatus,
  RequestedChannel,
  TokenFormat,
} from '../../../handlers/contract/vocabulary.ts';
import { callForJson, callForNothing, type Transport, withQuery } from './transport.ts';

export interface TokenRequest {
  readonly user_id: string;
  readonly purpose?: string;
  readonly channel?: RequestedChannel;
  /** In place of `channel`: the channels in the order in which they are tried. */
  readonly channels?: readonly Channel[];
  /** Texted, or the request is refused; only with `channels` may an email go out instead. */
  readonly phone_number?: string;
  readonly format?: TokenFormat;
  readonly length?: number;
}

export interface TokenQuery {
  readonly user_id?: string;
  readonly status?: ListedStatus;
  readonly limit?: number;
  readonly cursor?: string;
}

interface AuditSearch {
  /** ISO 8601. */
  readonly from?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface Verification {
  readonly user_id: string;
  readonly purpose?: string;
  readonly token: string;
}

export interface Contact {
  readonly phone_number?: string;
  readonly email?: string;
  readonly preferred_channel?: Channel;
  readonly locale?: string;
}

/** Of a number or an address. */
type OptOut = ({ readonly phone_number: string } | { readonly email: string }) & {
  readonly opted_out: boolean;
};

/** What tells a token from every other that can be used. */
type TokenName = Pick<ListedToken, 'user_id' | 'purpose' | 'client_group'>;

/** Every function throws CallFailed. */
export interface Api {
  issueToken(request: TokenRequest): Promise<IssuedTokenAnswer>;
  listTokens(query: TokenQuery): Promise<TokenList>;
  /** The person's token for one purpose, with its value, of one client group. */
  revealTokens(token: TokenName): Promise<TokenList>;
  verifyToken(verification: Verification): Promise<VerificationAnswer>;
  /** Of one client group: another client may have issued the person a token too. */
  revokeToken(token: TokenName): Promise<void>;
  readContact(user_id: string): Promise<ContactAnswer>;
  putContact(user_id: string, contact: Contact): Promise<ContactAnswer>;
  deleteContact(user_id: string): Promise<void>;
  readLimits(query: { readonly user_id?: string; readonly purpose?: string }): Promise<LimitsAnswer>;
  unlockPerson(user_id: string): Promise<void>;
  putOptOut(optOut: OptOut): Promise<void>;
  readAudit(search: AuditSearch): Promise<AuditAnswer>;
  readMetrics(period: MetricsAnswer['period']): Promise<MetricsAnswer>;
  /** Without a client group: of the newest token that any client issued. */
  readExecutions(user_id: string, purpose: string, client_group?: string): Promise<ExecutionsAnswer>;
}

export function createApi(transport: Transport): Api {
  const contact = (userId: string): string => `/contacts/${encodeURIComponent(userId)}`;
  return {
    issueToken: (request) => callForJson(transport, 'POST', '/tokens', request),
    listTokens: (query) => callForJson(transport, 'GET', withQuery('/tokens', query)),
    revealTokens: ({ user_id, purpose, client_group }) =>
      callForJson(transport, 'GET', withQuery('/tokens', { user_id, purpose, client_group, reveal: true })),
    verifyToken: (verification) => callForJson(transport, 'POST', '/tokens/verify', verification),
    revokeToken: ({ user_id, purpose, client_group }) =>
      callForNothing(
        transport,
        'DELETE',
        withQuery(`/tokens/${encodeURIComponent(user_id)}`, { purpose, client_group }),
      ),
    readContact: (userId) => callForJson(transport, 'GET', contact(userId)),
    putContact: (userId, body) => callForJson(transport, 'PUT', contact(userId), body),
    deleteContact: (userId) => callForNothing(transport, 'DELETE', contact(userId)),
    readLimits: (query) => callForJson(transport, 'GET', withQuery('/limits', query)),
    unlockPerson: (userId) => callForNothing(transport, 'DELETE', `/limits/${encodeURIComponent(userId)}`),
    putOptOut: (optOut) => callForNothing(transport, 'PUT', '/opt-outs', optOut),
    readAudit: (search) => callForJson(transport, 'GET', withQuery('/audit', search)),
    readMetrics: (period) => callForJson(transport, 'GET', withQuery('/metrics', { period })),
    readExecutions: (userId, purpose, client_group) =>
      callForJson(
        transport,
        'GET',
        withQuery(`/tokens/${encodeURIComponent(userId)}/executions`, { purpose, client_group }),
      ),
  };
}
