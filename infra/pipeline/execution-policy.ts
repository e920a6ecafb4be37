/**
 * What CloudFormation may do while it deploys Token Courier: the policies for `cdk bootstrap
 * --cloudformation-execution-policies`, in place of AdministratorAccess.
 *
 * A row for each service, with the resource types that it is needed for; a test compares them with the templates.
 * Where the service's ARNs have names, the row is limited to the deployment's. AWS does not publish what
 * CloudFormation calls in a form that can be read here, so rows allow a service on those resources, not single
 * calls; only IAM and KMS, by which one could allow oneself more, are spelt out.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
import { Aws } from 'aws-cdk-lib';
import type { Row } from './rows.ts';
import { ASSETS, NAME_PREFIX, OWN_BUCKETS, OWN_LOGS, OWN_SECRETS, regional, role } from './rows.ts';

interface ExecutionRow extends Row {
  /** The types of resources that need it. */
  readonly types: readonly string[];
}

/** Services with data. */
export const DATA: readonly ExecutionRow[] = [
  {
    name: 'Tables',
    types: ['AWS::DynamoDB::Table'],
    actions: ['dynamodb:*'],
    resources: [regional('dynamodb', `table/${NAME_PREFIX}*`)],
  },
  {
    name: 'Keys',
    types: ['AWS::KMS::Key'],
    // To administer keys, not to use them.
    actions: [
      ...['kms:CreateKey', 'kms:DescribeKey', 'kms:EnableKey', 'kms:DisableKey', 'kms:ScheduleKeyDeletion'],
      ...['kms:GetKey*', 'kms:PutKeyPolicy', 'kms:UpdateKeyDescription', 'kms:*KeyRotation'],
      ...['kms:ListResourceTags', 'kms:TagResource', 'kms:UntagResource'],
    ],
    resources: ['*'],
  },
  {
    name: 'UseOfKeys',
    types: [],
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
    conditions: {
      StringLike: {
        'kms:ViaService': ['dynamodb', 'lambda', 'secretsmanager', 'sns', 'sqs'].map(
          (service) => `${service}.*.amazonaws.com`,
        ),
      },
    },
  },
  {
    name: 'Secrets',
    types: ['AWS::SecretsManager::RotationSchedule', 'AWS::SecretsManager::Secret'],
    actions: ['secretsmanager:*'],
    resources: OWN_SECRETS,
  },
  { name: 'Passwords', types: [], actions: ['secretsmanager:GetRandomPassword'], resources: ['*'] },
  {
    name: 'Logs',
    types: [
      'AWS::Logs::Delivery',
      'AWS::Logs::DeliveryDestination',
      'AWS::Logs::DeliverySource',
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogStream',
      'AWS::Logs::ResourcePolicy',
      'AWS::Logs::SubscriptionFilter',
    ],
    actions: ['logs:*'],
    resources: OWN_LOGS,
  },
  {
    name: 'LogDeliveries',
    types: [],
    // Deliveries, their policies and the account's resource policies have no names.
    actions: [
      ...['logs:*Deliver*', 'logs:*ResourcePolic*', 'logs:Describe*', 'logs:ListTagsForResource'],
      ...['logs:TagResource', 'logs:UntagResource'],
    ],
    resources: ['*'],
  },
  {
    name: 'Files',
    types: ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy'],
    actions: ['s3:*'],
    resources: [OWN_BUCKETS],
  },
  {
    name: 'Assets',
    types: [],
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resources: [`${ASSETS}/*`],
  },
  {
    name: 'Queues',
    types: ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy'],
    actions: ['sqs:*'],
    resources: [regional('sqs', `${NAME_PREFIX}*`)],
  },
  {
    name: 'Users',
    types: [
      'AWS::Cognito::UserPool',
      'AWS::Cognito::UserPoolClient',
      'AWS::Cognito::UserPoolDomain',
      'AWS::Cognito::UserPoolGroup',
      'AWS::Cognito::UserPoolResourceServer',
    ],
    // Pools have ids, and calls about domains no resource.
    actions: ['cognito-idp:*'],
    resources: ['*'],
  },
];

/** Services that run or expose something. */
export const SERVICE: readonly ExecutionRow[] = [
  {
    name: 'Api',
    types: [
      'AWS::ApiGateway::Account',
      'AWS::ApiGateway::Authorizer',
      'AWS::ApiGateway::BasePathMapping',
      'AWS::ApiGateway::Deployment',
      'AWS::ApiGateway::DomainName',
      'AWS::ApiGateway::GatewayResponse',
      'AWS::ApiGateway::Method',
      'AWS::ApiGateway::Model',
      'AWS::ApiGateway::RequestValidator',
      'AWS::ApiGateway::Resource',
      'AWS::ApiGateway::RestApi',
      'AWS::ApiGateway::Stage',
    ],
    actions: ['apigateway:*'],
    resources: [`arn:${Aws.PARTITION}:apigateway:*::/*`],
  },
  {
    name: 'Page',
    types: [
      'AWS::CloudFront::Distribution',
      'AWS::CloudFront::Function',
      'AWS::CloudFront::OriginAccessControl',
      'AWS::CloudFront::ResponseHeadersPolicy',
    ],
    actions: ['cloudfront:*'],
    resources: [`arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:*`],
  },
  {
    name: 'Functions',
    types: [
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
    ],
    actions: ['lambda:*'],
    resources: [regional('lambda', `function:${NAME_PREFIX}*`)],
  },
  {
    name: 'CodeAndMappings',
    types: ['AWS::Lambda::LayerVersion'],
    // Layers are named after logical ids, and mappings have ids.
    actions: ['lambda:*Layer*', 'lambda:*EventSourceMapping*', 'lambda:ListTags', 'lambda:TagResource'],
    resources: ['*'],
  },
  {
    name: 'Machine',
    types: ['AWS::StepFunctions::StateMachine'],
    actions: ['states:*'],
    resources: [regional('states', `stateMachine:${NAME_PREFIX}*`)],
  },
  {
    name: 'Firewalls',
    types: ['AWS::WAFv2::LoggingConfiguration', 'AWS::WAFv2::WebACL', 'AWS::WAFv2::WebACLAssociation'],
    actions: ['wafv2:*'],
    resources: ['*'],
  },
  {
    name: 'Events',
    types: ['AWS::Events::EventBus', 'AWS::Events::Rule'],
    actions: ['events:*'],
    resources: [
      regional('events', `event-bus/${NAME_PREFIX}*`),
      regional('events', `rule/${NAME_PREFIX}*`),
      // Rules of the account's own bus, and what they are checked against.
      regional('events', 'event-bus/default'),
    ],
  },
  {
    name: 'Mail',
    types: ['AWS::SES::ConfigurationSet', 'AWS::SES::ConfigurationSetEventDestination'],
    actions: ['ses:*ConfigurationSet*', 'ses:ListTagsForResource', 'ses:TagResource', 'ses:UntagResource'],
    resources: ['*'],
  },
  {
    name: 'Alarms',
    types: [
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::CompositeAlarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::SNS::Subscription',
      'AWS::SNS::Topic',
      'AWS::SNS::TopicPolicy',
    ],
    actions: ['cloudwatch:*', 'sns:*'],
    resources: [
      regional('cloudwatch', `alarm:${NAME_PREFIX}*`),
      `arn:${Aws.PARTITION}:cloudwatch::${Aws.ACCOUNT_ID}:dashboard/${NAME_PREFIX}*`,
      regional('sns', `${NAME_PREFIX}*`),
    ],
  },
  {
    name: 'Schedules',
    types: ['AWS::Scheduler::Schedule'],
    actions: ['scheduler:*'],
    resources: [regional('scheduler', `schedule/*/${NAME_PREFIX}*`)],
  },
  {
    name: 'Traces',
    types: ['AWS::XRay::SamplingRule'],
    actions: ['xray:*SamplingRule*', 'xray:ListTagsForResource', 'xray:TagResource', 'xray:UntagResource'],
    resources: ['*'],
  },
  {
    name: 'Bootstrap',
    types: [],
    actions: ['ssm:GetParameter', 'ssm:GetParameters'],
    resources: [regional('ssm', 'parameter/cdk-bootstrap/*')],
  },
];

/** Records of host names, in the hosted zones that are named: whoever changes a zone can have its certificates. */
export const hostNamesRows = (hostedZoneIds: readonly string[]): readonly ExecutionRow[] =>
  hostedZoneIds.length === 0
    ? []
    : [
        {
          name: 'HostNames',
          types: ['AWS::Route53::RecordSet'],
          actions: ['route53:ChangeResourceRecordSets', 'route53:GetHostedZone', 'route53:List*'],
          resources: hostedZoneIds.map((id) => `arn:${Aws.PARTITION}:route53:::hostedzone/${id}`),
        },
        {
          name: 'ChangesOfHostNames',
          types: [],
          actions: ['route53:GetChange'],
          resources: [`arn:${Aws.PARTITION}:route53:::change/*`],
        },
      ];

const CHANGE_ROLES = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
];

/** With a boundary, roles are made and changed only with it. */
export const rolesRows = (boundaryArn?: string): readonly ExecutionRow[] => [
  {
    name: 'ChangeRoles',
    types: ['AWS::IAM::Policy', 'AWS::IAM::Role'],
    actions: CHANGE_ROLES,
    resources: [role(`${NAME_PREFIX}*`)],
    ...(boundaryArn === undefined
      ? {}
      : { conditions: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn } } }),
  },
  {
    name: 'Roles',
    types: [],
    actions: [
      ...[
        'iam:DeleteRole',
        'iam:GetRole',
        'iam:GetRolePolicy',
        'iam:List*Role*',
        'iam:TagRole',
        'iam:UntagRole',
      ],
      ...['iam:UpdateAssumeRolePolicy', 'iam:UpdateRole', 'iam:UpdateRoleDescription'],
    ],
    resources: [role(`${NAME_PREFIX}*`)],
  },
  {
    name: 'PassRoles',
    types: [],
    actions: ['iam:PassRole'],
    resources: [role(`${NAME_PREFIX}*`)],
    conditions: {
      StringEquals: {
        'iam:PassedToService': [
          'apigateway.amazonaws.com',
          'lambda.amazonaws.com',
          'scheduler.amazonaws.com',
          'sns.amazonaws.com',
          'states.amazonaws.com',
        ],
      },
    },
  },
  {
    name: 'ServiceLinkedRoles',
    types: [],
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [role('aws-service-role/*')],
    conditions: {
      StringEquals: {
        'iam:AWSServiceName': [
          'ops.apigateway.amazonaws.com',
          'wafv2.amazonaws.com',
          'email.cognito-idp.amazonaws.com',
        ],
      },
    },
  },
];

/** Types without a service: CDK's own resources, which its functions look after. */
export const isCustom = (type: string): boolean =>
  type.startsWith('Custom::') || type === 'AWS::CDK::Metadata';
