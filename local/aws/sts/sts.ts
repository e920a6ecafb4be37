/**
 * AWS STS: GetCallerIdentity. Nobody has to prove who they are here, so a caller is a user named by the key that it
 * signs with.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
import type { Stack } from '../../cloudformation/load-stack.ts';
import { AwsError } from '../wire/aws-error.ts';
import { queryAnswer, queryError, queryParameters } from '../wire/query-protocol.ts';
import type { WireAnswer, WireRequest } from '../wire/wire.ts';

const VERSION = '2011-06-15';
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;

export const isSts = (request: WireRequest): boolean => queryParameters(request).get('Version') === VERSION;

/** Serves the Query protocol. */
export const createSts =
  ({ accountId }: Pick<Stack, 'accountId'>) =>
  async (request: WireRequest): Promise<WireAnswer> => {
    const action = queryParameters(request).get('Action') ?? '';
    if (action !== 'GetCallerIdentity') {
      return queryError(
        new AwsError('InvalidAction', `STS ${action} is not supported; GetCallerIdentity is.`),
      );
    }
    const key = /Credential=([^/]+)\//.exec(request.headers.authorization?.toString() ?? '')?.[1];
    if (key === undefined) {
      return queryError(
        new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403),
      );
    }
    const result = { UserId: key, Account: accountId, Arn: `arn:aws:iam::${accountId}:user/${key}` };
    return queryAnswer(action, result, NAMESPACE);
  };
