/**
 * What is kept of people, where, in which form and for how long. docs/data-protection.md shows it, `npm run person` says
 * what of it stays, and a test holds it against the templates: every table, log group, bucket, queue, topic, bus, secret
 * and user pool of them is in exactly one row.
 */

/** Where a part of the data is. */
export interface KeptData {
  /** Markdown. */
  readonly place: string;
  /** Resources by type, and by how their construct's path goes on after the stack. Absent: outside of the templates. */
  readonly resources?: { readonly types: readonly string[]; readonly path: RegExp };
  /** Which personal data there is, and in which form. Markdown. */
  readonly holds: string;
  readonly kept: string;
  readonly readBy: string;
  readonly region: string;
  /** After `npm run person -- forget`. */
  readonly afterForgetting: string;
}

const TABLE = ['AWS::DynamoDB::Table'];
const LOG_GROUP = ['AWS::Logs::LogGroup'];
const SECRET = ['AWS::SecretsManager::Secret'];

const SERVICE = "the service's";
const EDGE = 'us-east-1';
const LOG_DAYS = '`logRetentionDays`, 30 days by default';
const NOTHING = 'nothing of it is about the person';
const EXPIRES_WITH_LOGS = 'expires with `logRetentionDays`; a log cannot be deleted by person';
const LOG_READERS = 'who may read logs in the account and use the key';

/** A function, so that bundles leave it out. */
export const keptData = (): readonly KeptData[] => [
  {
    place: 'table `tokens`',
    resources: { types: TABLE, path: /\/tables\/tokens\/Resource$/ },
    holds:
      '`user_id` in the clear, purpose, client, status, times; the code sealed (AES-256-GCM) until it is used; the destination masked, and as a keyed digest',
    kept: '`tokenLifetimeSeconds`, five minutes by default; DynamoDB deletes an expired item within days. No backups',
    readBy: 'the functions of codes; operators by `GET /tokens`, masked',
    region: SERVICE,
    afterForgetting: 'deleted',
  },
  {
    place: 'table `contacts`',
    resources: { types: TABLE, path: /\/tables\/contacts\/Resource$/ },
    holds:
      '`user_id` in the clear; number and address sealed (AES-256-GCM); channel, language, whether the address is confirmed',
    kept: 'until it is deleted; 35 days more in point-in-time recovery',
    readBy: 'the functions that find where a code goes; operators with `contacts/read`',
    region: SERVICE,
    afterForgetting: 'deleted; in point-in-time recovery for 35 days, after which no copy is left',
  },
  {
    place: 'table `limits`',
    resources: { types: TABLE, path: /\/tables\/limits\/Resource$/ },
    holds:
      'counters and claims with `user_id` in the clear; numbers, addresses and limit keys as keyed digests; notes of messages with the id sealed and `user_ref`; who verified a number, as a digest; sealed: which operator blocked, safe-listed or raised what, and why',
    kept: 'seconds to 31 days by kind, 90 days, or `knownDays` if longer, for who verified a number; opt-outs without an end; what operators decided until it ends or is removed, and the next change. 35 days more in point-in-time recovery',
    readBy: 'the functions that apply limits; operators with `limits/read`',
    region: SERVICE,
    afterForgetting:
      'deleted, except opt-outs, and counts of destinations that were not named; in point-in-time recovery for 35 days',
  },
  {
    place: 'table `activity`, unless `activityDays` is 0',
    resources: { types: TABLE, path: /\/tables\/activity\/Resource$/ },
    holds:
      'one entry for each request: `user_id` in the clear, purpose, outcome, channel, client, country; the destination masked, and as a keyed digest. No code',
    kept: '`activityDays` at the time of the entry, 30 days by default; DynamoDB deletes an expired item within days. Where `activityDays` are fewer now, older entries are not shown. No backups',
    readBy:
      'operators with `activity/read`, and clients with it for their own group, by `POST /activity/search`',
    region: SERVICE,
    afterForgetting: 'deleted; entries of a number or an address that name nobody, if it is named',
  },
  {
    place: 'tables `…-at-<time>`, made by `npm run deployment:restore`',
    holds: 'what contacts and limits had at that time',
    kept: 'while the command runs; longer with `--keep-tables`, or after an interruption, until it is repeated or the table is deleted',
    readBy: 'administrators of the account',
    region: SERVICE,
    afterForgetting: 'not touched: delete such a table. The command names those that are left',
  },
  {
    place: "SNS's topics of contacts, where SNS sends the emails",
    holds: 'the email address in the clear, as a subscription; the name of the topic is random',
    kept: 'until the contact or its address is deleted',
    readBy: 'who may list subscriptions in the account',
    region: SERVICE,
    afterForgetting: 'deleted with its subscription',
  },
  {
    place: 'audit log',
    resources: { types: LOG_GROUP, path: /\/audit\/entries\/Resource$/ },
    holds:
      'the `user_id` in the clear of whoever was looked at or changed, masked destinations, prefixes of numbers; the operator, client or ARN that did it, with its address, and the reason that they gave',
    kept: '`auditRetentionDays`, 365 days by default',
    readBy: 'operators with `audit/read`; who may read logs in the account and use the key',
    region: SERVICE,
    afterForgetting:
      'kept with the `user_id`, until `auditRetentionDays`: it shows who had access to the data. The entry of the erasure itself has `user_ref` only',
  },
  {
    place: "functions' logs",
    resources: {
      types: LOG_GROUP,
      path: /\/(issuing|endpoints|identity|rotation|email-feedback|events|twilio-verify|hooks|canary|delivery-status)\/(?!issue-token-logs)([a-z-]+\/)?[a-z-]+-logs\/Resource$/,
    },
    holds:
      '`user_ref` (a keyed reference), purpose, channel, `token_id`, outcome. No code, number, address or `user_id`',
    kept: LOG_DAYS,
    readBy: LOG_READERS,
    region: SERVICE,
    afterForgetting: EXPIRES_WITH_LOGS,
  },
  {
    place: "the state machine's log",
    resources: { types: LOG_GROUP, path: /\/issuing\/issue-token-logs\/Resource$/ },
    holds: 'states and errors by name, without input or output',
    kept: LOG_DAYS,
    readBy: `operators with \`tokens/read\`; ${LOG_READERS}`,
    region: SERVICE,
    afterForgetting: NOTHING,
  },
  {
    place: "the API's access log",
    resources: { types: LOG_GROUP, path: /\/gateway\/access-logs\/Resource$/ },
    holds:
      "clients' ids, operators' subjects and names, network addresses of callers; the route without its values",
    kept: LOG_DAYS,
    readBy: LOG_READERS,
    region: SERVICE,
    afterForgetting: `${NOTHING}, unless the person is an operator; then it ${EXPIRES_WITH_LOGS.replace(/;.*/, '')}`,
  },
  {
    place: "the firewalls' logs",
    resources: { types: LOG_GROUP, path: /\/(firewall|web-acl)\/.*requests\/Resource$/ },
    holds: 'of blocked and counted requests: network address, rule, method, host; access tokens hashed',
    kept: LOG_DAYS,
    readBy: LOG_READERS,
    region: `${SERVICE}; for CloudFront ${EDGE}`,
    afterForgetting: EXPIRES_WITH_LOGS,
  },
  {
    place: "CloudFront's access log",
    resources: { types: LOG_GROUP, path: /\/access-log\/requests\/Resource$/ },
    holds: "operators' network addresses, host, method, status; no path",
    kept: LOG_DAYS,
    readBy: LOG_READERS,
    region: EDGE,
    afterForgetting: EXPIRES_WITH_LOGS,
  },
  {
    place: 'logs of deployments',
    resources: { types: LOG_GROUP, path: /(upload-logs|\/logs)\/Resource$/ },
    holds: 'nobody: what CDK does when it deploys',
    kept: LOG_DAYS,
    readBy: LOG_READERS,
    region: `${SERVICE} and ${EDGE}`,
    afterForgetting: NOTHING,
  },
  {
    place: "SNS's delivery log, with `deliveryStatus`",
    holds:
      "**the number in the clear**, the message's id, carrier, price, what the carrier reported; no code",
    kept: '`logRetentionDays`, which the stack sets; without `deliveryStatus` there is no such log',
    readBy: LOG_READERS,
    region: SERVICE,
    afterForgetting: `has the number; ${EXPIRES_WITH_LOGS}`,
  },
  {
    place: "SES's events on the account's default bus, where SES sends the emails",
    holds: '**the address and the subject in the clear**, and what became of the email; no code',
    kept: 'not at all, unless a rule or an archive of yours on that bus keeps them',
    readBy: 'rules on that bus: those of the stack, and yours',
    region: SERVICE,
    afterForgetting: 'nothing of it is about the person, unless you keep these events yourself',
  },
  {
    place: 'queues of events and webhooks',
    resources: { types: ['AWS::SQS::Queue'], path: /\/(events|delivery-status)\/.*\/Resource$/ },
    holds: '`user_ref`, purpose, channel; no number, address or `user_id`',
    kept: 'until the receiver took them, and 14 days at most',
    readBy: 'the function that sends webhooks; who may receive from queues in the account',
    region: SERVICE,
    afterForgetting: 'expires within 14 days; what receivers got is theirs',
  },
  {
    place: 'event bus',
    resources: { types: ['AWS::Events::EventBus'], path: /\/events\/bus\/Resource$/ },
    holds: 'passes on the events of the queues, and keeps nothing. Rules and archives of your own are yours',
    kept: 'not at all',
    readBy: 'the rules on it',
    region: SERVICE,
    afterForgetting: NOTHING,
  },
  {
    place: 'topic of alarms',
    resources: { types: ['AWS::SNS::Topic'], path: /\/alarms\/topic\/.*Resource$/ },
    holds: 'the address in `alarmEmail`',
    kept: 'until the setting is removed',
    readBy: 'who may list subscriptions in the account',
    region: SERVICE,
    afterForgetting: NOTHING,
  },
  {
    place: 'user pool',
    resources: { types: ['AWS::Cognito::UserPool'], path: /\/identity\/operators\/Resource$/ },
    holds: "operators' email addresses, names and groups; not the people who get codes",
    kept: 'until the user is deleted',
    readBy: 'administrators of the account',
    region: SERVICE,
    afterForgetting: `${NOTHING}, unless the person is an operator: \`admin-delete-user\``,
  },
  {
    place: 'secrets',
    resources: { types: SECRET, path: /\/Resource$/ },
    holds:
      'nobody: keys and credentials. With the subject secret, a known number or address can be found by its digest',
    kept: 'until the stack is removed, and after it with `removalPolicy: retain`',
    readBy: 'the functions that need each; administrators of the account',
    region: SERVICE,
    afterForgetting: NOTHING,
  },
  {
    place: "bucket of the operators' page",
    resources: { types: ['AWS::S3::Bucket'], path: /\/page\/files\/Resource$/ },
    holds: 'nobody: the files of the page',
    kept: 'until the next deployment',
    readBy: 'everybody, through CloudFront',
    region: SERVICE,
    afterForgetting: NOTHING,
  },
  {
    place: 'CloudWatch metrics',
    holds: 'counts by channel, country, client group, reason; nobody can be told from them',
    kept: '15 months, by AWS',
    readBy: 'operators; who may read metrics in the account',
    region: SERVICE,
    afterForgetting: NOTHING,
  },
  {
    place: 'X-Ray',
    holds: '`user_ref`, purpose, `token_id`, times of calls',
    kept: '30 days, by AWS',
    readBy: 'who may read traces in the account',
    region: SERVICE,
    afterForgetting: 'expires within 30 days',
  },
  {
    place: "SNS's opt-out list, SES's suppression list",
    holds: 'numbers whose owners replied STOP, addresses that bounced or complained, in the clear',
    kept: 'by AWS, until somebody removes the entry',
    readBy: 'who may list them in the account',
    region: SERVICE,
    afterForgetting:
      'kept: they keep messages from people who do not want them. They are lists of the account',
  },
];

/** The places that still have something, or whose rows say why they do not, for whoever forgot a person. */
export const keptElsewhere = (): readonly KeptData[] =>
  keptData().filter(
    ({ afterForgetting }) => !afterForgetting.startsWith(NOTHING) && afterForgetting !== 'deleted',
  );
