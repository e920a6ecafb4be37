/** Which trace the URL names: of a token, of a request or of an execution. */
import { DEFAULT_PURPOSE } from '../../../../handlers/contract/vocabulary.ts';
import { routeHref } from '../../shell/routes.ts';
import { executionTrace, requestTrace } from '../../shell/trace-links.ts';

export type Asked =
  | {
      readonly kind: 'person';
      readonly userId: string;
      readonly purpose: string;
      /** Whose token it is; absent for the newest of all clients. */
      readonly clientGroup?: string | undefined;
    }
  | {
      readonly kind: 'request' | 'execution';
      /** The id of the request, or the ARN of the execution. */
      readonly id: string;
      /** A time near it, ISO 8601; without it, the whole log is searched. */
      readonly at?: string | undefined;
    };

export function askedFor(params: URLSearchParams): Asked | undefined {
  const given = (name: string): string | undefined => params.get(name) || undefined;
  const [execution, request, userId] = [given('execution'), given('request_id'), given('user_id')];
  if (execution !== undefined) {
    return { kind: 'execution', id: execution, at: timeIn(params) };
  }
  if (request !== undefined) {
    return { kind: 'request', id: request, at: timeIn(params) };
  }
  return userId === undefined
    ? undefined
    : {
        kind: 'person',
        userId,
        purpose: given('purpose') ?? DEFAULT_PURPOSE,
        clientGroup: given('client_group'),
      };
}

export const hrefOf = (asked: Asked): string =>
  asked.kind === 'person'
    ? routeHref('workflow', {
        user_id: asked.userId,
        purpose: asked.purpose,
        client_group: asked.clientGroup,
      })
    : (asked.kind === 'request' ? requestTrace : executionTrace)(asked.id, asked.at);

function timeIn(params: URLSearchParams): string | undefined {
  const at = params.get('at') ?? '';
  return Number.isNaN(Date.parse(at)) ? undefined : at;
}
