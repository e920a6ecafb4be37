/**
 * The services of AWS that a deployment uses, and what for. A test derives them from the synthesised templates:
 * from the types of resources and from the actions that roles allow. So none is missing, and none is left over.
 */

export interface Service {
  readonly name: string;
  /** As in `AWS::<this>::…`, or before the colon of an action. */
  readonly namespaces: readonly string[];
  readonly use: string;
  /** The settings of which each brings it into the deployment. Absent where every deployment has it. */
  readonly settings?: readonly string[];
}

export const SERVICES: readonly Service[] = [
  {
    name: 'Amazon API Gateway',
    namespaces: ['ApiGateway'],
    use: 'The REST API. It checks access tokens and the shape of requests, and starts the state machine without a function in between',
  },
  {
    name: 'AWS Step Functions',
    namespaces: ['StepFunctions', 'states'],
    use: 'The express state machine that issues a code: order, retries, fallback and compensation, with a picture of every execution',
  },
  {
    name: 'AWS Lambda',
    namespaces: ['Lambda', 'lambda'],
    use: 'The steps of the state machine and the other routes of the API: one small function with one role for each',
  },
  {
    name: 'Amazon DynamoDB',
    namespaces: ['DynamoDB', 'dynamodb'],
    use: 'Three tables: the live codes, which expire by time to live, the limits, and the contacts of people',
  },
  {
    name: 'Amazon SNS',
    namespaces: ['SNS', 'sns', 'sms-voice'],
    use: 'Sends text messages, and emails unless SES is configured for them',
  },
  {
    name: 'Amazon Cognito',
    namespaces: ['Cognito'],
    use: 'The user pool of the operators and the OAuth 2 clients of the calling systems, with a scope for every kind of request',
  },
  {
    name: 'AWS Secrets Manager',
    namespaces: ['SecretsManager', 'secretsmanager'],
    use: 'The secrets that keys are derived from. The one for codes is rotated every 30 days',
  },
  {
    name: 'AWS KMS',
    namespaces: ['KMS', 'kms'],
    use: 'The customer-managed key that encrypts tables, secrets, logs and topics, and with `receipts` the key that signs them',
  },
  {
    name: 'Amazon S3',
    namespaces: ['S3', 's3'],
    use: 'The private bucket with the files of the operators’ console',
  },
  {
    name: 'Amazon CloudFront',
    namespaces: ['CloudFront'],
    use: 'Serves the console and the API under one origin, with security headers',
  },
  {
    name: 'AWS WAF',
    namespaces: ['WAFv2'],
    use: 'Two firewalls, in front of CloudFront and of the API: known attacks, floods, and limits per caller',
  },
  {
    name: 'Amazon CloudWatch',
    namespaces: ['CloudWatch', 'cloudwatch'],
    use: 'The metrics of the service, which the Health view reads and alarms watch',
  },
  {
    name: 'Amazon CloudWatch Logs',
    namespaces: ['Logs', 'logs'],
    use: 'Encrypted logs of functions, executions, requests and firewalls, and the audit log. None of the service’s own logs holds a code or a number',
  },
  {
    name: 'AWS X-Ray',
    namespaces: ['XRay', 'xray'],
    use: 'Traces through the state machine and its functions, which name a person by a keyed reference alone',
  },
  {
    name: 'AWS IAM',
    namespaces: ['IAM', 'iam', 'sts'],
    use: 'One role for each function, which allows its own actions on its own resources and nothing else',
  },
  {
    name: 'AWS Systems Manager',
    namespaces: ['ssm'],
    use: 'Parameters that carry the firewall’s identifier from us-east-1, where CloudFront needs it, to the region of the service',
  },
  {
    name: 'Amazon SES',
    namespaces: ['SES', 'ses'],
    use: 'Emails from a domain of your own, with an HTML part, and reports of bounces and complaints',
    settings: ['emailSender'],
  },
  {
    name: 'Amazon EventBridge',
    namespaces: ['Events', 'events'],
    use: 'The bus on which other systems learn what happened, and with `emailSender` the reports of SES',
    settings: ['events', 'emailSender'],
  },
  {
    name: 'Amazon EventBridge Scheduler',
    namespaces: ['Scheduler', 'scheduler'],
    use: 'Calls the canary every few minutes, which asks for a code and verifies it as a caller would',
    settings: ['canary'],
  },
  {
    name: 'Amazon SQS',
    namespaces: ['SQS', 'sqs'],
    use: 'The queues of webhooks and of what could not be delivered',
    settings: ['events'],
  },
  {
    name: 'Amazon Route 53',
    namespaces: ['Route53'],
    use: 'The records of host names of your own',
    settings: ['pageDomain', 'apiDomain'],
  },
];
