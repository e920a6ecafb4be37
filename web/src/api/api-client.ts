/** The page's only access to the API: a function for each route that it calls. */
import type { Answer, RouteName } from '../../../handlers/contract/routes.ts';
import type { Body, Query, RequestTo } from './call-route.ts';
import { callRoute } from './call-route.ts';
import type { Transport } from './transport.ts';

export type TokenRequest = Body<'issueToken'>;
export type TokenQuery = Query<'listTokens'>;
export type Verification = Body<'verifyToken'>;
export type Contact = Body<'putContact'>;
export type ActivitySearch = Body<'searchActivity'>;
export type MetricsAsked = Query<'readMetrics'>;
type Confirmation = Body<'confirmContact'>;

/** What identifies a live token. */
type TokenName = Pick<Answer<'listTokens'>['tokens'][number], 'user_id' | 'purpose' | 'client_group'>;

/** Every function throws CallFailed. */
export interface Api {
  /** The path or URL before `/tokens`. */
  readonly base: string;
  issueToken(request: TokenRequest): Promise<Answer<'issueToken'>>;
  listTokens(query: TokenQuery): Promise<Answer<'listTokens'>>;
  /** The person's token for one purpose and client group, with its value. */
  revealTokens(token: TokenName): Promise<Answer<'listTokens'>>;
  verifyToken(verification: Verification): Promise<Answer<'verifyToken'>>;
  /** Of one client group only: another client may have issued the person a token too. */
  revokeToken(token: TokenName): Promise<void>;
  readContact(user_id: string): Promise<Answer<'getContact'>>;
  putContact(user_id: string, contact: Contact): Promise<Answer<'putContact'>>;
  confirmContact(user_id: string, confirmation: Confirmation): Promise<Answer<'confirmContact'>>;
  deleteContact(user_id: string): Promise<void>;
  readLimits(query: Query<'readLimits'>): Promise<Answer<'readLimits'>>;
  unlockPerson(user_id: string): Promise<void>;
  putOptOut(optOut: Body<'putOptOut'>): Promise<void>;
  searchActivity(search: ActivitySearch): Promise<Answer<'searchActivity'>>;
  findOptOut(destination: Body<'findOptOut'>): Promise<Answer<'findOptOut'>>;
  resumePrefix(prefix: string, pause: Body<'resumePrefix'>): Promise<void>;
  putPrefixRule(prefix: string, rule: Body<'putPrefixRule'>): Promise<void>;
  raiseBudget(raise: Body<'raiseBudget'>): Promise<void>;
  readAudit(search: Query<'readAudit'>): Promise<Answer<'readAudit'>>;
  readMetrics(asked: MetricsAsked): Promise<Answer<'readMetrics'>>;
  /** Without a client group, those of the newest token that any client issued. */
  readExecutions(user_id: string, purpose: string, client_group?: string): Promise<Answer<'readExecutions'>>;
  listExecutions(query: Query<'listExecutions'>): Promise<Answer<'listExecutions'>>;
  /** By its ARN, or by the id of its request with `_` in place of `/`. */
  traceExecution(execution_id: string, query?: Query<'traceExecution'>): Promise<Answer<'traceExecution'>>;
}

export function createApi(transport: Transport): Api {
  const call = <Name extends RouteName>(name: Name, request: RequestTo<Name>): Promise<Answer<Name>> =>
    callRoute(transport, name, request);
  return {
    base: transport.base,
    issueToken: (body) => call('issueToken', { body }),
    listTokens: (query) => call('listTokens', { query }),
    revealTokens: ({ user_id, purpose, client_group }) =>
      call('listTokens', { query: { user_id, purpose, client_group, reveal: true } }),
    verifyToken: (body) => call('verifyToken', { body }),
    revokeToken: ({ user_id, purpose, client_group }) =>
      call('revokeToken', { params: { user_id }, query: { purpose, client_group } }),
    readContact: (user_id) => call('getContact', { params: { user_id } }),
    putContact: (user_id, body) => call('putContact', { params: { user_id }, body }),
    confirmContact: (user_id, body) => call('confirmContact', { params: { user_id }, body }),
    deleteContact: (user_id) => call('deleteContact', { params: { user_id } }),
    readLimits: (query) => call('readLimits', { query }),
    unlockPerson: (user_id) => call('unlockPerson', { params: { user_id } }),
    putOptOut: (body) => call('putOptOut', { body }),
    searchActivity: (body) => call('searchActivity', { body }),
    findOptOut: (body) => call('findOptOut', { body }),
    resumePrefix: (prefix, body) => call('resumePrefix', { params: { prefix }, body }),
    putPrefixRule: (prefix, body) => call('putPrefixRule', { params: { prefix }, body }),
    raiseBudget: (body) => call('raiseBudget', { body }),
    readAudit: (query) => call('readAudit', { query }),
    readMetrics: (query) => call('readMetrics', { query }),
    readExecutions: (user_id, purpose, client_group) =>
      call('readExecutions', { params: { user_id }, query: { purpose, client_group } }),
    listExecutions: (query) => call('listExecutions', { query }),
    traceExecution: (execution_id, query = {}) => call('traceExecution', { params: { execution_id }, query }),
  };
}
