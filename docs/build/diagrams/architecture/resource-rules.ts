/**
 * Which card of the architecture diagram shows a resource, by its type and by what it is for. Every type that a
 * template can have is in one of the two tables: a resource without a rule is an error, so that nothing deployed is
 * forgotten.
 */
import type { Deployment, FunctionRole } from './deployment.ts';
import type { Entry } from './template.ts';

export type CardId =
  | 'api-firewall'
  | 'api'
  | 'edge-firewall'
  | 'distribution'
  | 'edge-logs'
  | 'names'
  | 'page-files'
  | 'user-pool'
  | 'machine'
  | 'endpoints'
  | 'table'
  | 'secrets'
  | 'rotation'
  | 'key'
  | 'ses'
  | 'feedback'
  | 'logs'
  | 'audit'
  | 'traces'
  | 'alarms'
  | 'alarm-topic'
  | 'dashboard'
  | 'scheduled'
  | 'forwarder'
  | 'bus'
  | 'queue'
  | 'dead-letters'
  | 'webhook';

type Rule = (entry: Entry, deployment: Deployment) => CardId;

const always =
  (card: CardId): Rule =>
  () =>
    card;

const BY_ROLE: Readonly<Record<Exclude<FunctionRole, 'deployment'>, CardId>> = {
  step: 'machine',
  endpoint: 'endpoints',
  trigger: 'user-pool',
  rotation: 'rotation',
  forwarder: 'forwarder',
  feedback: 'feedback',
  webhook: 'webhook',
  scheduled: 'scheduled',
};

const DRAWN: Readonly<Record<string, Rule>> = {
  'AWS::ApiGateway::Authorizer': always('api'),
  'AWS::ApiGateway::BasePathMapping': always('api'),
  'AWS::ApiGateway::DomainName': always('api'),
  'AWS::ApiGateway::Method': always('api'),
  'AWS::ApiGateway::RestApi': always('api'),
  'AWS::ApiGateway::Stage': always('api'),
  'AWS::CloudFront::Distribution': always('distribution'),
  'AWS::CloudFront::Function': always('distribution'),
  'AWS::CloudWatch::Alarm': always('alarms'),
  'AWS::CloudWatch::CompositeAlarm': always('alarms'),
  'AWS::CloudWatch::Dashboard': always('dashboard'),
  'AWS::Cognito::UserPool': always('user-pool'),
  'AWS::Cognito::UserPoolClient': always('user-pool'),
  'AWS::Cognito::UserPoolDomain': always('user-pool'),
  'AWS::Cognito::UserPoolGroup': always('user-pool'),
  'AWS::DynamoDB::Table': always('table'),
  'AWS::Events::EventBus': always('bus'),
  'AWS::Events::Rule': ({ mentions, properties }, deployment) => {
    if ('ScheduleExpression' in properties) {
      return 'scheduled';
    }
    return deployment.all('AWS::Events::EventBus').some(({ id }) => mentions.has(id)) ? 'bus' : 'feedback';
  },
  // The key at the edge is the mark on what it encrypts there.
  'AWS::KMS::Key': ({ stack }) => (stack === 'main' ? 'key' : 'edge-logs'),
  // How Lambda calls what the schedule asks for.
  'AWS::Lambda::EventInvokeConfig': always('scheduled'),
  'AWS::Lambda::EventSourceMapping': always('webhook'),
  'AWS::Lambda::Function': (entry, deployment) => {
    const role = deployment.roleOf(entry);
    if (role === undefined || role === 'deployment') {
      throw new Error(`Nothing in the templates says what the function ${entry.id} is for`);
    }
    return BY_ROLE[role];
  },
  'AWS::Logs::LogGroup': ({ stack, id }, deployment) => {
    if (stack !== 'main') {
      return 'edge-logs';
    }
    return deployment.all('AWS::Logs::LogStream').some(({ mentions }) => mentions.has(id)) ? 'audit' : 'logs';
  },
  'AWS::Logs::LogStream': always('audit'),
  'AWS::Logs::SubscriptionFilter': ({ mentions }, deployment) =>
    deployment.functions('forwarder').some(({ id }) => mentions.has(id)) ? 'forwarder' : 'feedback',
  'AWS::Route53::RecordSet': always('names'),
  'AWS::S3::Bucket': always('page-files'),
  'AWS::SES::ConfigurationSet': always('ses'),
  'AWS::SES::ConfigurationSetEventDestination': always('feedback'),
  'AWS::SNS::Subscription': always('alarm-topic'),
  'AWS::SNS::Topic': always('alarm-topic'),
  'AWS::SQS::Queue': ({ id }, deployment) =>
    deployment.all('AWS::Lambda::EventSourceMapping').some(({ mentions }) => mentions.has(id))
      ? 'queue'
      : 'dead-letters',
  'AWS::Scheduler::Schedule': always('scheduled'),
  'AWS::SecretsManager::RotationSchedule': always('rotation'),
  'AWS::SecretsManager::Secret': always('secrets'),
  'AWS::StepFunctions::StateMachine': always('machine'),
  'AWS::WAFv2::WebACL': ({ properties }) =>
    properties.Scope === 'CLOUDFRONT' ? 'edge-firewall' : 'api-firewall',
  'AWS::WAFv2::WebACLAssociation': always('api-firewall'),
  'AWS::XRay::SamplingRule': always('traces'),
};

/** Types that are left out on purpose, and why. */
const NOT_DRAWN: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Account': 'a setting of the account',
  'AWS::ApiGateway::Deployment': 'a version of the API',
  'AWS::ApiGateway::GatewayResponse': 'wording of answers',
  'AWS::ApiGateway::Model': 'part of a method',
  'AWS::ApiGateway::RequestValidator': 'part of a method',
  'AWS::ApiGateway::Resource': 'a path; its methods are drawn',
  'AWS::CloudFront::OriginAccessControl': 'part of the line from CloudFront to the bucket',
  'AWS::CloudFront::ResponseHeadersPolicy': 'a setting of the distribution',
  'AWS::Cognito::UserPoolResourceServer': 'names of scopes',
  'AWS::IAM::Policy': 'a line, from who may to what it may use',
  'AWS::IAM::Role': 'a line, as above',
  'AWS::Lambda::LayerVersion': 'only for uploads of the page, during a deployment',
  'AWS::Lambda::Permission': 'a line, from who calls to the function',
  'AWS::Logs::Delivery': 'the line from CloudFront to its access log',
  'AWS::Logs::DeliveryDestination': 'as above',
  'AWS::Logs::DeliverySource': 'as above',
  'AWS::Logs::ResourcePolicy': 'a permission to write a log',
  'AWS::S3::BucketPolicy': 'a permission',
  'AWS::SNS::TopicPolicy': 'a permission',
  'AWS::SQS::QueuePolicy': 'a permission',
  'AWS::WAFv2::LoggingConfiguration': 'the line from a firewall to its log',
};

/**
 * The card that shows a resource; undefined where it is left out on purpose.
 * @throws for a type, or a function, that no rule knows
 */
export function cardOf(entry: Entry, deployment: Deployment): CardId | undefined {
  const { type } = entry;
  // What runs only while a stack is deployed is no part of the service.
  if (type.startsWith('Custom::') || type in NOT_DRAWN) {
    return undefined;
  }
  if (type === 'AWS::Lambda::Function' && deployment.roleOf(entry) === 'deployment') {
    return undefined;
  }
  const rule = DRAWN[type];
  if (!rule) {
    throw new Error(`The architecture diagram has no rule for ${type} (${entry.id})`);
  }
  return rule(entry, deployment);
}
