/** What policies in templates allow, with the names that CloudFormation and CDK would give. */
import { isDeepStrictEqual } from 'node:util';
import type { Template } from 'aws-cdk-lib/assertions';
import { allResources } from '../../support/synth.ts';

const ACCOUNT = '000000000000';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: { readonly AWS?: unknown };
  readonly Condition?: unknown;
}

/** One action on one resource. Either may have wildcards. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
  readonly condition?: unknown;
}

interface Stack {
  readonly template: Template;
  readonly name: string;
  readonly region: string;
}

/** The names that the policies of AWS's that the roles have are known to allow, on everything. */
const OF_AWS: Readonly<Record<string, readonly string[]>> = {
  /** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html */
  AWSLambdaBasicExecutionRole: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  /** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAPIGatewayPushToCloudWatchLogs.html */
  AmazonAPIGatewayPushToCloudWatchLogs: [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:FilterLogEvents',
    'logs:GetLogEvents',
    'logs:PutLogEvents',
  ],
};

/** Everything that a stack's roles are allowed, by their own policies, AWS's, and those of resources that name them. */
export function grantsOf(stack: Stack): Grant[] {
  return allResources(stack.template).flatMap(([, { Type, Properties = {} }]) => {
    const allowed = ({ Effect, Principal }: Statement) =>
      Effect === 'Allow' && (/^AWS::IAM::/.test(Type) || isRoleOf(stack, Principal?.AWS));
    const documents = [
      Properties.PolicyDocument,
      Properties.KeyPolicy,
      Properties.ResourcePolicy,
      ...(Type === 'AWS::IAM::Role' ? (Properties.Policies ?? []) : []).map(
        (each: { PolicyDocument: unknown }) => each.PolicyDocument,
      ),
    ];
    const statements: Statement[] = documents.flatMap((each) => each?.Statement ?? []).filter(allowed);
    const managed = (Properties.ManagedPolicyArns ?? []).map((arn: unknown) => textOf(arn, stack));
    return [
      ...statements.flatMap((statement) => grantsIn(statement, stack)),
      ...managed.flatMap((arn: string) => grantsOfAws(arn)),
    ];
  });
}

function grantsOfAws(arn: string): Grant[] {
  const actions = OF_AWS[arn.split('/').at(-1) ?? ''];
  if (actions === undefined) {
    throw new Error(`What ${arn} allows is not known here`);
  }
  return actions.map((action) => ({ action, resource: '*' }));
}

const grantsIn = ({ Action, Resource, Condition }: Statement, stack: Stack): Grant[] =>
  [Action].flat().flatMap((action) =>
    [Resource]
      .flat()
      .flatMap((each) => namesOf(action, textOf(each, stack), stack))
      .map((resource) => ({
        action,
        resource,
        ...(Condition === undefined ? {} : { condition: Condition }),
      })),
  );

/** What wildcards of a policy stand for, where the names are known and the boundary is narrower. */
function namesOf(action: string, resource: string, { template }: Stack): string[] {
  if (action === 'sns:Publish' && resource === '*') {
    return ['+15005550006'];
  }
  const [, before] = /^(.*:parameter)\/cdk\/exports\/\*$/.exec(resource) ?? [];
  if (before === undefined) {
    return [resource];
  }
  return allResources(template)
    .filter(([, { Type }]) => Type === 'Custom::CrossRegionExportWriter')
    .flatMap(([, { Properties }]) => Object.keys(Properties.WriterProps.exports))
    .map((name) => `${before}${name}`);
}

/** Whether the policy allows all of the grant. */
export const allows = (document: unknown, { action, resource, condition }: Grant): boolean =>
  (document as { Statement: Statement[] }).Statement.some(
    ({ Effect, Action, Resource, NotResource, Condition }) =>
      Effect === 'Allow' &&
      [Action].flat().some((pattern) => covers(pattern, action)) &&
      (NotResource === undefined
        ? [Resource].flat().some((pattern) => covers(textOf(pattern), resource))
        : resource !== '*' && ![NotResource].flat().some((pattern) => covers(textOf(pattern), resource))) &&
      (Condition === undefined || isDeepStrictEqual(Condition, condition)),
  );

/** Whether an IAM pattern matches everything that the other one does. */
const covers = (pattern: string, other: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(other);

const isRoleOf = ({ template }: Stack, principal: unknown): boolean => {
  const [id] = (principal as { 'Fn::GetAtt'?: string[] } | undefined)?.['Fn::GetAtt'] ?? [];
  return allResources(template).some(([each, { Type }]) => each === id && Type === 'AWS::IAM::Role');
};

/** The text of a value with CloudFormation's functions, in a stack or outside of one. */
export function textOf(value: unknown, stack?: Stack): string {
  if (typeof value === 'string') {
    return value;
  }
  const [[name, argument] = ['', undefined]] = Object.entries(value as Record<string, unknown>);
  switch (name) {
    case 'Fn::Join':
      return (argument as [string, unknown[]])[1].map((part) => textOf(part, stack)).join('');
    case 'Fn::Sub':
      return (argument as string).replace(/\$\{([\w:]+)\}/g, (_, ref: string) => textOf({ Ref: ref }, stack));
    case 'Fn::Select':
      return 'part';
    case 'Ref':
      return (
        { 'AWS::Partition': 'aws', 'AWS::AccountId': ACCOUNT, 'AWS::Region': stack?.region }[
          argument as string
        ] ?? attribute(argument as string, 'Ref', stack)
      );
    case 'Fn::GetAtt':
      return attribute(...(argument as [string, string]), stack);
    default:
      throw new Error(`${name} is not known here`);
  }
}

/** An ARN or a name of a resource, as AWS would give it. */
function attribute(id: string, attributeName: string, stack?: Stack): string {
  const [, { Type, Properties } = { Type: '', Properties: {} }] =
    allResources(stack?.template as Template).find(([each]) => each === id) ?? [];
  const { name = '', region } = stack ?? {};
  const own = `${name}-${id}-A1B2C3`;
  const regional = (service: string, resource: string) =>
    `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
  const namedBy = (property: string) =>
    Properties[property] === undefined ? own : textOf(Properties[property], stack);
  const names: Readonly<Record<string, string>> = {
    'AWS::DynamoDB::Table.Arn': regional('dynamodb', `table/${own}`),
    'AWS::Events::EventBus.Arn': regional('events', `event-bus/${namedBy('Name')}`),
    'AWS::IAM::Role.Arn': `arn:aws:iam::${ACCOUNT}:role/${own}`,
    'AWS::KMS::Key.Arn': regional('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'),
    'AWS::Lambda::Function.Arn': regional('lambda', `function:${namedBy('FunctionName')}`),
    'AWS::Logs::LogGroup.Arn': regional('logs', `log-group:${namedBy('LogGroupName')}:*`),
    'AWS::Logs::LogGroup.Ref': namedBy('LogGroupName'),
    'AWS::S3::Bucket.Arn': `arn:aws:s3:::${own.toLowerCase()}`,
    'AWS::SecretsManager::Secret.Ref': regional('secretsmanager', `secret:${id}-A1B2C3`),
    'AWS::SES::ConfigurationSet.Ref': namedBy('Name'),
    'AWS::SQS::Queue.Arn': regional('sqs', namedBy('QueueName')),
    'AWS::StepFunctions::StateMachine.Ref': regional('states', `stateMachine:${namedBy('StateMachineName')}`),
  };
  const found = names[`${Type}.${attributeName}`];
  if (found === undefined) {
    throw new Error(`${Type}.${attributeName} is not known here`);
  }
  return found;
}
