/** One call of a method, as passed to the integration after the authorizer and the validator. */
import type { AwsCaller } from './aws-call.ts';
import type { GatewayRequest } from './gateway-message.ts';
import type { RequestContext } from './request-context.ts';

export interface Call {
  readonly request: GatewayRequest;
  /** Path below the stage, percent-encoded. */
  readonly path: string;
  readonly resourcePath: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Media type without parameters; `application/json` when the client names none. */
  readonly contentType: string;
  readonly bodyText: string;
  readonly context: RequestContext;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly aws: AwsCaller;
}
