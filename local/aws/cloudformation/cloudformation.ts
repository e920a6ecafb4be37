/**
 * CloudFormation, as far as a deployed stack is read: its outputs, resources and template. The stack is the one
 * that runs here; nothing can be deployed, changed or deleted.
 *
 * Answers have the members of the service's API model (cloudformation-2010-05-15) that the stack has values for.
 */
import type { Stack } from '../../cloudformation/load-stack.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { XmlObject } from '../wire/query-protocol.ts';
import {
  CLOUDFORMATION_NAMESPACE,
  numbered,
  queryAnswer,
  queryError,
  queryParameters,
} from '../wire/query-protocol.ts';
import type { WireAnswer, WireRequest } from '../wire/wire.ts';

const VERSION = CLOUDFORMATION_NAMESPACE.split('/').at(-2);
const STATUS = 'CREATE_COMPLETE';
/** ListStackResources pages like AWS, so that a reader who forgets NextToken is found out. */
const RESOURCES_A_PAGE = 100;

type Operation = (parameters: URLSearchParams) => XmlObject;

export const isCloudFormation = (request: WireRequest): boolean =>
  queryParameters(request).get('Version') === VERSION;

export function createCloudFormation(
  stack: Stack,
  now: () => number = Date.now,
): (request: WireRequest) => WireAnswer {
  const created = new Date(now()).toISOString();
  const id = `arn:aws:cloudformation:${stack.region}:${stack.accountId}:stack/${stack.name}/local`;

  function refuseOthers(parameters: URLSearchParams): void {
    const asked = parameters.get('StackName');
    if (asked !== stack.name && asked !== id) {
      throw new AwsError('ValidationError', `Stack with id ${asked} does not exist`);
    }
  }

  const operations: Readonly<Record<string, Operation>> = {
    DescribeStacks(parameters) {
      if (parameters.has('StackName')) {
        refuseOthers(parameters);
      }
      const Outputs = stack.outputs().map(({ name, value, description }) => ({
        OutputKey: name,
        OutputValue: value,
        Description: description,
      }));
      return {
        Stacks: [
          {
            StackId: id,
            StackName: stack.name,
            CreationTime: created,
            StackStatus: STATUS,
            DisableRollback: 'false',
            Outputs,
          },
        ],
      };
    },
    ListStacks(parameters) {
      const wanted = numbered(parameters, 'StackStatusFilter.member').map((name) => parameters.get(name));
      const isWanted = wanted.length === 0 || wanted.includes(STATUS);
      const summary = { StackId: id, StackName: stack.name, CreationTime: created, StackStatus: STATUS };
      return { StackSummaries: isWanted ? [summary] : [] };
    },
    ListStackResources(parameters) {
      refuseOthers(parameters);
      const from = Number(parameters.get('NextToken') ?? 0);
      const resources = [...stack.resources.values()];
      const next = from + RESOURCES_A_PAGE;
      return {
        StackResourceSummaries: resources.slice(from, next).map(({ logicalId, ref, type }) => ({
          LogicalResourceId: logicalId,
          PhysicalResourceId: ref,
          ResourceType: type,
          LastUpdatedTimestamp: created,
          ResourceStatus: STATUS,
        })),
        NextToken: next < resources.length ? String(next) : undefined,
      };
    },
    GetTemplate(parameters) {
      refuseOthers(parameters);
      return { TemplateBody: JSON.stringify(stack.template), StagesAvailable: ['Original', 'Processed'] };
    },
  };

  return (request) => {
    const parameters = queryParameters(request);
    const action = parameters.get('Action') ?? '';
    try {
      const operation = Object.hasOwn(operations, action) ? operations[action] : undefined;
      if (operation === undefined) {
        throw new AwsError(
          'InvalidAction',
          `CloudFormation ${action} is not supported by the local runtime; it supports ${Object.keys(operations).join(', ')}.`,
        );
      }
      return queryAnswer(action, operation(parameters), CLOUDFORMATION_NAMESPACE);
    } catch (error) {
      if (!(error instanceof AwsError)) {
        throw error;
      }
      return queryError(error, CLOUDFORMATION_NAMESPACE);
    }
  };
}
