/** The API's methods with their paths. */
import type { Deployment } from './deployment.ts';
import type { Entry } from './template.ts';
import { joined } from './template.ts';

export interface Route {
  /** `POST`. */
  readonly method: string;
  /** `/tokens/verify`. */
  readonly path: string;
  /** Where API Gateway sends the request, with logical ids in place of references; empty where it answers itself. */
  readonly target: string;
}

export const routesOf = (deployment: Deployment): readonly Route[] =>
  deployment.all('AWS::ApiGateway::Method').map(({ properties }) => ({
    method: properties.HttpMethod,
    path: pathOf(properties.ResourceId?.Ref, deployment),
    target: joined(properties.Integration.Uri ?? ''),
  }));

/** Those that start an execution without a function between. */
export const startsMachine = ({ target }: Route): boolean =>
  target.endsWith(':states:action/StartSyncExecution');

export const reachesFunction = ({ target }: Route, functions: readonly Entry[]): boolean =>
  functions.some(({ id }) => target.includes(id));

function pathOf(resource: string | undefined, deployment: Deployment): string {
  const entry = deployment.all('AWS::ApiGateway::Resource').find(({ id }) => id === resource);
  return entry ? `${pathOf(entry.properties.ParentId.Ref, deployment)}/${entry.properties.PathPart}` : '';
}
