/** What CloudFormation says of a stack: the one way in which the commands learn what is deployed. */
import type { CloudFormationClient, Stack, StackResourceSummary } from '@aws-sdk/client-cloudformation';
import {
  CloudFormationServiceException,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';

/** A template, as far as the commands look into it. */
export interface StackTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value?: unknown }>>;
  readonly [section: string]: unknown;
}

interface TemplateResource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface DeployedResource {
  readonly logicalId: string;
  /** The name, id or ARN that the service knows it by; absent while it is not created. */
  readonly physicalId: string | undefined;
  readonly type: string;
  readonly status: string;
  /** The path of its construct, from the template's metadata; the logical id without it. */
  readonly path: string;
  /** `Retain` and the like; absent means `Delete`. */
  readonly deletionPolicy: string;
}

export interface DeployedStack {
  readonly name: string;
  /** With the id, a deleted stack can still be read for 90 days; with the name it can't. */
  readonly id: string;
  readonly status: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Where a stack is, for the questions: credentials of another account are not noticed otherwise.
 * @param id an ARN: arn:aws:cloudformation:<region>:<account>:stack/…
 */
export function placeOf({ id }: Pick<DeployedStack, 'id'>): { account: string; text: string } {
  const [, , , region = '', account = ''] = id.split(':');
  return { account, text: `account ${account}, ${region}` };
}

/** Undefined when there is none. @throws what CloudFormation refuses for other reasons */
export async function findStack(
  client: CloudFormationClient,
  nameOrId: string,
): Promise<DeployedStack | undefined> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: nameOrId }));
    return stack && describe(stack);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

/** The template as it was deployed. */
export async function templateOf(client: CloudFormationClient, stackId: string): Promise<StackTemplate> {
  const { TemplateBody = '{}' } = await client.send(
    new GetTemplateCommand({ StackName: stackId, TemplateStage: 'Original' }),
  );
  return { Resources: {}, ...JSON.parse(TemplateBody) };
}

/** Every resource, those that a deletion left behind too. */
export async function resourcesOf(
  client: CloudFormationClient,
  stackId: string,
): Promise<DeployedResource[]> {
  const { Resources } = await templateOf(client, stackId);
  const summaries: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stackId })) {
    summaries.push(...(page.StackResourceSummaries ?? []));
  }
  return summaries.map(
    ({ LogicalResourceId = '', PhysicalResourceId, ResourceType = '', ResourceStatus = '' }) => ({
      logicalId: LogicalResourceId,
      physicalId: PhysicalResourceId,
      type: ResourceType,
      status: ResourceStatus,
      path: String(Resources[LogicalResourceId]?.Metadata?.['aws:cdk:path'] ?? LogicalResourceId),
      deletionPolicy: Resources[LogicalResourceId]?.DeletionPolicy ?? 'Delete',
    }),
  );
}

/**
 * The physical id of the resource of a type whose construct has this id.
 * @throws when the stack has none, or more than one
 */
export function physicalIdOf(
  resources: readonly DeployedResource[],
  type: string,
  constructId: string,
): string {
  const found = resources.filter((each) => each.type === type && each.path.split('/').at(-2) === constructId);
  const [only, ...more] = found;
  if (only?.physicalId === undefined || more.length > 0) {
    throw new Error(
      `The stack has ${found.length} resources ${type} named ${constructId}, and must have one.`,
    );
  }
  return only.physicalId;
}

const describe = ({
  StackName = '',
  StackId = StackName,
  StackStatus,
  Outputs = [],
}: Stack): DeployedStack => ({
  name: StackName,
  id: StackId,
  status: StackStatus ?? '',
  outputs: Object.fromEntries(
    Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  ),
});

/** CloudFormation has no separate error for it: "Stack with id … does not exist". */
const isMissing = (error: unknown): boolean =>
  error instanceof CloudFormationServiceException &&
  error.name === 'ValidationError' &&
  error.message.includes('does not exist');
