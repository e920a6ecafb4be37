/**
 * The physical names of resources, which CloudFormation would generate, and so the results of `Ref` and
 * `Fn::GetAtt`. They are derived from the stack's name and the logical id, so they are the same at every
 * start.
 * Source: CloudFormation resource reference, "Return values" of each type.
 */
import { createHash } from 'node:crypto';
import { isInertType } from './resource-types.ts';
import type { JsonObject } from './template.ts';

export interface Place {
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
}

export interface Nameable extends Place {
  readonly logicalId: string;
  readonly type: string;
  /** With intrinsics resolved. A name in the template takes precedence over a derived one. */
  readonly properties: JsonObject;
}

interface Naming {
  readonly ref: (resource: Nameable) => string;
  readonly attributes: Record<string, (resource: Nameable) => string>;
}

/** The result of `Ref` for a resource. */
export const referenceOf = (resource: Nameable): string =>
  (NAMING[resource.type]?.ref ?? derivedName)(resource);

/** The result of `Fn::GetAtt`; undefined when the attribute is not supported for the type here. */
export function attributeOf(resource: Nameable, name: string): string | undefined {
  const attribute = NAMING[resource.type]?.attributes[name];
  if (attribute) {
    return attribute(resource);
  }
  return isInertType(resource.type) ? `local-${resource.logicalId}-${name}` : undefined;
}

const MAX_NAME_LENGTH = 64;

const derivedName = ({ stackName, logicalId }: Nameable): string =>
  `${stackName}-${logicalId}`.slice(0, MAX_NAME_LENGTH);

const named =
  (property: string) =>
  (resource: Nameable): string =>
    typeof resource.properties[property] === 'string' ? resource.properties[property] : derivedName(resource);

const generatedId =
  (length: number) =>
  ({ stackName, logicalId }: Nameable): string =>
    createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, length);

const arn =
  (service: string, name: (resource: Nameable) => string) =>
  (resource: Nameable): string =>
    `arn:aws:${service}:${resource.region}:${resource.accountId}:${name(resource)}`;

const globalArn =
  (service: string, name: (resource: Nameable) => string) =>
  (resource: Nameable): string =>
    `arn:aws:${service}::${resource.accountId}:${name(resource)}`;

const prefixed =
  (prefix: string, name: (resource: Nameable) => string, suffix = '') =>
  (resource: Nameable): string =>
    `${prefix}${name(resource)}${suffix}`;

const tableName = named('TableName');
const tableArn = arn('dynamodb', prefixed('table/', tableName));
const functionName = named('FunctionName');
const machineName = named('StateMachineName');
const machineArn = arn('states', prefixed('stateMachine:', machineName));
const topicName = named('TopicName');
const topicArn = arn('sns', topicName);
const ruleName = named('Name');
const secretArn = arn(
  'secretsmanager',
  (resource) => `secret:${named('Name')(resource)}-${generatedId(6)(resource)}`,
);
const poolId = (resource: Nameable): string => `${resource.region}_${generatedId(9)(resource)}`;
const providerName = (resource: Nameable): string =>
  `cognito-idp.${resource.region}.amazonaws.com/${poolId(resource)}`;
const bucketName = (resource: Nameable): string => named('BucketName')(resource).toLowerCase();
const apiId = generatedId(10);
const keyId = (resource: Nameable): string => {
  const digits = generatedId(32)(resource);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
const roleName = named('RoleName');
const logGroupName = named('LogGroupName');
const webAclName = named('Name');
const busName = named('Name');
const ruleBus = (resource: Nameable): string => String(resource.properties.EventBusName ?? 'default');
const queueName = named('QueueName');
const queueUrl = (resource: Nameable): string =>
  `https://sqs.${resource.region}.amazonaws.com/${resource.accountId}/${queueName(resource)}`;
const distributionDomain = prefixed('d', generatedId(13), '.cloudfront.net');
const edgeFunctionArn = globalArn('cloudfront', prefixed('function/', named('Name')));
const alarmName = named('AlarmName');
const alarmArn = arn('cloudwatch', prefixed('alarm:', alarmName));
const ID_ONLY: Naming = { ref: apiId, attributes: { Id: apiId } };

const NAMING: Record<string, Naming> = {
  'AWS::ApiGateway::Authorizer': { ref: apiId, attributes: { AuthorizerId: apiId } },
  'AWS::ApiGateway::Deployment': { ref: apiId, attributes: { DeploymentId: apiId } },
  'AWS::ApiGateway::DomainName': {
    ref: named('DomainName'),
    attributes: {
      RegionalDomainName: (resource) => `d-${apiId(resource)}.execute-api.${resource.region}.amazonaws.com`,
      RegionalHostedZoneId: (resource) => `Z${apiId(resource).toUpperCase()}`,
    },
  },
  'AWS::ApiGateway::Model': { ref: (resource) => modelName(resource), attributes: {} },
  'AWS::ApiGateway::RequestValidator': { ref: apiId, attributes: { RequestValidatorId: apiId } },
  'AWS::ApiGateway::Resource': { ref: apiId, attributes: { ResourceId: apiId } },
  'AWS::ApiGateway::RestApi': {
    ref: apiId,
    attributes: { RestApiId: apiId, RootResourceId: (resource) => `root${apiId(resource)}` },
  },
  'AWS::ApiGateway::Stage': { ref: named('StageName'), attributes: {} },
  'AWS::CloudFront::CachePolicy': ID_ONLY,
  'AWS::CloudFront::Distribution': {
    ref: generatedId(14),
    attributes: { Id: generatedId(14), DomainName: distributionDomain },
  },
  'AWS::CloudFront::Function': { ref: edgeFunctionArn, attributes: { FunctionARN: edgeFunctionArn } },
  'AWS::CloudFront::OriginAccessControl': ID_ONLY,
  'AWS::CloudFront::OriginRequestPolicy': ID_ONLY,
  'AWS::CloudFront::ResponseHeadersPolicy': ID_ONLY,
  'AWS::CloudWatch::Alarm': { ref: alarmName, attributes: { Arn: alarmArn } },
  'AWS::CloudWatch::CompositeAlarm': { ref: alarmName, attributes: { Arn: alarmArn } },
  'AWS::Cognito::UserPool': {
    ref: poolId,
    attributes: {
      Arn: arn('cognito-idp', prefixed('userpool/', poolId)),
      ProviderName: providerName,
      ProviderURL: prefixed('https://', providerName),
      UserPoolId: poolId,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    ref: generatedId(26),
    // The secret of the template's clients: issuer/user-pool.ts.
    attributes: { ClientId: generatedId(26), ClientSecret: () => 'local', Name: named('ClientName') },
  },
  'AWS::Cognito::UserPoolDomain': { ref: named('Domain'), attributes: {} },
  'AWS::Cognito::UserPoolGroup': { ref: named('GroupName'), attributes: {} },
  'AWS::Cognito::UserPoolResourceServer': { ref: named('Identifier'), attributes: {} },
  'AWS::DynamoDB::GlobalTable': { ref: tableName, attributes: { Arn: tableArn } },
  'AWS::DynamoDB::Table': { ref: tableName, attributes: { Arn: tableArn } },
  'AWS::Events::EventBus': {
    ref: busName,
    attributes: { Name: busName, Arn: arn('events', prefixed('event-bus/', busName)) },
  },
  'AWS::Events::Rule': {
    // Of a bus that is not the default one: the bus, a bar and the rule.
    ref: (resource) =>
      ruleBus(resource) === 'default' ? ruleName(resource) : `${ruleBus(resource)}|${ruleName(resource)}`,
    attributes: {
      Arn: arn('events', (resource) =>
        ruleBus(resource) === 'default'
          ? `rule/${ruleName(resource)}`
          : `rule/${ruleBus(resource)}/${ruleName(resource)}`,
      ),
    },
  },
  'AWS::IAM::Role': {
    ref: roleName,
    attributes: { Arn: globalArn('iam', prefixed('role/', roleName)), RoleId: generatedId(20) },
  },
  'AWS::KMS::Key': { ref: keyId, attributes: { KeyId: keyId, Arn: arn('kms', prefixed('key/', keyId)) } },
  'AWS::Lambda::Function': {
    ref: functionName,
    attributes: { Arn: arn('lambda', prefixed('function:', functionName)) },
  },
  'AWS::Logs::LogGroup': {
    ref: logGroupName,
    attributes: { Arn: arn('logs', prefixed('log-group:', logGroupName, ':*')) },
  },
  'AWS::Logs::LogStream': { ref: named('LogStreamName'), attributes: {} },
  'AWS::S3::Bucket': {
    ref: bucketName,
    attributes: {
      Arn: prefixed('arn:aws:s3:::', bucketName),
      DomainName: prefixed('', bucketName, '.s3.amazonaws.com'),
      RegionalDomainName: (resource) => `${bucketName(resource)}.s3.${resource.region}.amazonaws.com`,
    },
  },
  'AWS::SES::ConfigurationSet': { ref: named('Name'), attributes: {} },
  'AWS::SNS::Topic': {
    ref: topicArn,
    attributes: { TopicArn: topicArn, Arn: topicArn, TopicName: topicName },
  },
  'AWS::SQS::Queue': {
    ref: queueUrl,
    attributes: { Arn: arn('sqs', queueName), QueueName: queueName, QueueUrl: queueUrl },
  },
  'AWS::Scheduler::Schedule': {
    ref: named('Name'),
    attributes: { Arn: arn('scheduler', prefixed('schedule/default/', named('Name'))) },
  },
  'AWS::SecretsManager::Secret': { ref: secretArn, attributes: { Id: secretArn, Arn: secretArn } },
  'AWS::StepFunctions::StateMachine': { ref: machineArn, attributes: { Arn: machineArn, Name: machineName } },
  'AWS::WAFv2::WebACL': {
    ref: (resource) => `${webAclName(resource)}|${keyId(resource)}|${resource.properties.Scope}`,
    attributes: {
      Id: keyId,
      Arn: arn('wafv2', (resource) => `regional/webacl/${webAclName(resource)}/${keyId(resource)}`),
    },
  },
};

/** Model names may contain only letters and digits. */
function modelName(resource: Nameable): string {
  return named('Name')(resource).replace(/[^A-Za-z0-9]/g, '');
}
