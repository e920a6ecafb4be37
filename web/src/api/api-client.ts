/** The page's only access to the API: a function for each route that it calls. */
import type { Checked, Sent } from '../../../handlers/contract/route.ts';
import type { AuditAnswer } from '../../../handlers/contract/routes/audit.ts';
import type { ContactAnswer } from '../../../handlers/contract/routes/contacts.ts';
import type { ExecutionsAnswer } from '../../../handlers/contract/routes/executions.ts';
import type { IssuedTokenAnswer } from '../../../handlers/contract/routes/issue-token.ts';
import type { ListedToken, TokenList } from '../../../handlers/contract/routes/issued-tokens.ts';
import type { LimitsAnswer } from '../../../handlers/contract/routes/limits.ts';
import type { MetricsAnswer } from '../../../handlers/contract/routes/metrics.ts';
import type { VerificationAnswer } from '../../../handlers/contract/routes/verify-token.ts';
import type { ROUTES, RouteName } from '../../../handlers/contract/routes.ts';
import type { Transport } from './transport.ts';
import { callForJson, callForNothing, withQuery } from './transport.ts';

type Row<Name extends RouteName> = (typeof ROUTES)[Name];
/** What the route takes as its body. */
type Body<Name extends RouteName> = Sent<Row<Name>, 'body'>;
/** What the route's query may hold; the API has a default for what is left out. */
type Query<Name extends RouteName> = Readonly<Partial<Checked<Row<Name>, 'query'>>>;

export type TokenRequest = Body<'issueToken'>;
export type TokenQuery = Query<'listTokens'>;
export type Verification = Body<'verifyToken'>;
export type Contact = Body<'putContact'>;

/** What identifies a live token. */
type TokenName = Pick<ListedToken, 'user_id' | 'purpose' | 'client_group'>;

/** Every function throws CallFailed. */
export interface Api {
  issueToken(request: TokenRequest): Promise<IssuedTokenAnswer>;
  listTokens(query: TokenQuery): Promise<TokenList>;
  /** The person's token for one purpose and client group, with its value. */
  revealTokens(token: TokenName): Promise<TokenList>;
  verifyToken(verification: Verification): Promise<VerificationAnswer>;
  /** Of one client group only: another client may have issued the person a token too. */
  revokeToken(token: TokenName): Promise<void>;
  readContact(user_id: string): Promise<ContactAnswer>;
  putContact(user_id: string, contact: Contact): Promise<ContactAnswer>;
  deleteContact(user_id: string): Promise<void>;
  readLimits(query: Query<'readLimits'>): Promise<LimitsAnswer>;
  unlockPerson(user_id: string): Promise<void>;
  putOptOut(optOut: Body<'putOptOut'>): Promise<void>;
  readAudit(search: Query<'readAudit'>): Promise<AuditAnswer>;
  readMetrics(period: MetricsAnswer['period']): Promise<MetricsAnswer>;
  /** Without a client group, those of the newest token that any client issued. */
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
