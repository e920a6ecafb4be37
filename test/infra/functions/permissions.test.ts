import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource?: unknown;
}

/** Actions for which AWS has no narrower resource, each with the reason. */
const WILDCARD_RESOURCES: Record<string, string> = {
  'xray:PutTraceSegments': 'X-Ray defines no resources for writing',
  'xray:PutTelemetryRecords': 'X-Ray defines no resources for writing',
  'xray:GetSamplingRules': 'X-Ray defines no resources for sampling',
  'xray:GetSamplingTargets': 'X-Ray defines no resources for sampling',
  'cloudwatch:GetMetricData': 'CloudWatch has no resources for reading metrics',
  'sms-voice:SendTextMessage': 'a text sent through SNS has no resource; the condition allows only SNS',
  'sms-voice:DescribeOptedOutNumbers':
    'the list of the account has no resource; the condition allows only SNS',
  'sns:CheckIfPhoneNumberIsOptedOut': 'a phone number has no ARN',
  'sns:Publish': 'a phone number has no ARN; a separate Deny excludes every topic',
  'logs:CreateLogDelivery': 'log delivery of Step Functions has no resources',
  'logs:GetLogDelivery': 'log delivery of Step Functions has no resources',
  'logs:UpdateLogDelivery': 'log delivery of Step Functions has no resources',
  'logs:DeleteLogDelivery': 'log delivery of Step Functions has no resources',
  'logs:ListLogDeliveries': 'log delivery of Step Functions has no resources',
  'logs:PutResourcePolicy': 'log delivery of Step Functions has no resources',
  'logs:DescribeResourcePolicies': 'log delivery of Step Functions has no resources',
  'logs:DescribeLogGroups': 'log delivery of Step Functions has no resources',
};

/**
 * What each function may do, apart from its own logs and traces. DynamoDB's actions are followed by their
 * table, Secrets Manager's by their secret.
 */
const ALLOWED: Record<string, string[]> = {
  'admit-request': [
    'dynamodb:BatchGetItem contacts',
    'dynamodb:BatchGetItem limits',
    'dynamodb:BatchGetItem tokens',
    'dynamodb:DeleteItem limits',
    'dynamodb:GetItem contacts',
    'dynamodb:GetItem limits',
    'dynamodb:GetItem tokens',
    'dynamodb:PutItem activity',
    'dynamodb:PutItem limits',
    'dynamodb:UpdateItem contacts',
    'dynamodb:UpdateItem limits',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
    'sns:ListSubscriptionsByTopic',
  ],
  'generate-token': ['secretsmanager:GetSecretValue token'],
  'persist-token': [
    'dynamodb:DeleteItem limits',
    'dynamodb:GetItem contacts',
    'dynamodb:GetItem tokens',
    'dynamodb:PutItem activity',
    'dynamodb:PutItem tokens',
    'dynamodb:UpdateItem limits',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue subject',
  ],
  'deliver-by-sms': [
    'dynamodb:PutItem activity',
    'dynamodb:UpdateItem limits',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue token',
    'sms-voice:SendTextMessage',
    'sns:Publish',
  ],
  'deliver-by-email': [
    'dynamodb:PutItem activity',
    'dynamodb:UpdateItem limits',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue token',
    'sns:Publish',
  ],
  'note-the-outcome': ['dynamodb:PutItem activity', 'secretsmanager:GetSecretValue subject'],
  'take-back-the-send': ['dynamodb:UpdateItem limits', 'dynamodb:UpdateItem tokens'],
  'verify-token': [
    'dynamodb:DeleteItem limits',
    'dynamodb:GetItem limits',
    'dynamodb:GetItem tokens',
    'dynamodb:PutItem activity',
    'dynamodb:PutItem limits',
    'dynamodb:Query tokens',
    'dynamodb:UpdateItem limits',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
    'secretsmanager:GetSecretValue token',
  ],
  'retrieve-tokens': [
    'dynamodb:BatchGetItem tokens',
    'dynamodb:Query tokens',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue token',
  ],
  'deliver-code': [
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
    'secretsmanager:GetSecretValue token',
    'states:StartSyncExecution',
  ],
  'report-delivery': [
    'dynamodb:GetItem tokens',
    'dynamodb:UpdateItem limits',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue reference',
  ],
  'read-executions': [
    'dynamodb:GetItem tokens',
    'dynamodb:Query tokens',
    'secretsmanager:GetSecretValue reference',
  ],
  'list-executions': [],
  'trace-execution': [],
  'read-limits': [
    'dynamodb:GetItem limits',
    'dynamodb:Query limits',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
  ],
  'search-activity': [
    'dynamodb:GetItem activity',
    'dynamodb:Query activity',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
  ],
  'grant-scopes': [],
  'read-audit': [],
  'read-metrics': ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData'],
  'unlock-person': [
    'dynamodb:DeleteItem limits',
    'dynamodb:Query limits',
    'secretsmanager:GetSecretValue reference',
  ],
  'revoke-token': [
    'dynamodb:Query tokens',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue reference',
  ],
  'put-opt-out': [
    'dynamodb:DeleteItem limits',
    'dynamodb:PutItem limits',
    'secretsmanager:GetSecretValue subject',
  ],
  'find-opt-out': [
    'dynamodb:GetItem limits',
    'secretsmanager:GetSecretValue subject',
    'sms-voice:DescribeOptedOutNumbers',
    'sns:CheckIfPhoneNumberIsOptedOut',
  ],
  'put-prefix-rule': [
    'dynamodb:DeleteItem limits',
    'dynamodb:GetItem limits',
    'dynamodb:GetItem limits',
    'dynamodb:PutItem limits',
    'dynamodb:Query limits',
    'dynamodb:UpdateItem limits',
    'secretsmanager:GetSecretValue subject',
  ],
  'resume-prefix': [
    'dynamodb:DeleteItem limits',
    'dynamodb:GetItem limits',
    'dynamodb:UpdateItem limits',
    'secretsmanager:GetSecretValue subject',
  ],
  'raise-budget': [
    'dynamodb:GetItem limits',
    'dynamodb:PutItem limits',
    'secretsmanager:GetSecretValue subject',
  ],
  'put-contact': [
    'dynamodb:DeleteItem contacts',
    'dynamodb:GetItem contacts',
    'dynamodb:GetItem limits',
    'dynamodb:PutItem contacts',
    'dynamodb:Query tokens',
    'dynamodb:UpdateItem contacts',
    'dynamodb:UpdateItem limits',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
    'sns:CreateTopic',
    'sns:DeleteTopic',
    'sns:ListSubscriptionsByTopic',
    'sns:Publish',
    'sns:Subscribe',
  ],
  'confirm-contact': [
    'dynamodb:GetItem contacts',
    'dynamodb:GetItem limits',
    'dynamodb:UpdateItem contacts',
    'dynamodb:UpdateItem limits',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
    'sns:ConfirmSubscription',
    'sns:ListSubscriptionsByTopic',
  ],
  'get-contact': [
    'dynamodb:GetItem contacts',
    'dynamodb:GetItem limits',
    'dynamodb:UpdateItem contacts',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
    'sns:ListSubscriptionsByTopic',
  ],
  'delete-contact': [
    'dynamodb:DeleteItem contacts',
    'dynamodb:GetItem contacts',
    'dynamodb:Query tokens',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue reference',
    'sns:DeleteTopic',
  ],
  'rotate-token-secret': [
    'secretsmanager:DescribeSecret token',
    'secretsmanager:GetSecretValue token',
    'secretsmanager:PutSecretValue token',
    'secretsmanager:UpdateSecretVersionStage token',
  ],
};

/** What the functions may do that speak Twilio Verify; deployed only where that is on. */
const ALLOWED_TO_TWILIO: Record<string, string[]> = {
  'start-verification': [
    'dynamodb:GetItem tokens',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
    'secretsmanager:GetSecretValue token',
    'secretsmanager:GetSecretValue twilio',
    'states:StartSyncExecution',
  ],
  'check-verification': [
    'dynamodb:GetItem limits',
    'dynamodb:GetItem tokens',
    'dynamodb:PutItem activity',
    'dynamodb:Query tokens',
    'dynamodb:UpdateItem limits',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
    'secretsmanager:GetSecretValue token',
    'secretsmanager:GetSecretValue twilio',
  ],
  'fetch-verification': [
    'dynamodb:GetItem tokens',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
    'secretsmanager:GetSecretValue twilio',
  ],
  'update-verification': [
    'dynamodb:GetItem tokens',
    'dynamodb:UpdateItem limits',
    'dynamodb:UpdateItem tokens',
    'secretsmanager:GetSecretValue reference',
    'secretsmanager:GetSecretValue subject',
    'secretsmanager:GetSecretValue twilio',
  ],
};

/** What the function of a hook may do, beside reading that hook's secret; deployed only where it is configured. */
const ALLOWED_TO_HOOK = [
  'secretsmanager:GetSecretValue reference',
  'secretsmanager:GetSecretValue subject',
  'secretsmanager:GetSecretValue token',
  'states:StartSyncExecution',
];
const HOOKS: Record<string, string[]> = {
  'supabase-sms': ['hookssupabasesms'],
  'supabase-email': ['hookssupabaseemail'],
  'okta-telephony': ['hooksoktatelephony'],
  gateway: ['hooksgatewaylogto', 'hooksgatewayownsystem'],
};

const { main, edge } = synthesised();
const functionsOf = (template: Template) =>
  ownFunctions(template).map(([name, { Properties }]) => ({
    name,
    role: String(Properties.Role['Fn::GetAtt'][0]),
  }));
const functions = functionsOf(main);

const actionsOf = ({ Action }: Statement): string[] => (Array.isArray(Action) ? Action : [Action]);
const resourcesIn = ({ Resource }: Statement): unknown[] => (Array.isArray(Resource) ? Resource : [Resource]);

/** The action, for DynamoDB and Secrets Manager once per table or secret that the statement names. */
function onResources(action: string, { Resource }: Statement): string[] {
  const named = action.startsWith('dynamodb:')
    ? /tables(tokens|limits|contacts|activity)/g
    : action.startsWith('secretsmanager:') && /courier(token|subject|reference|twilio|hooks[a-z]+?)secret/g;
  if (!named) {
    return [action];
  }
  const found = JSON.stringify(Resource).matchAll(named);
  return [...new Set([...found].map(([, name]) => `${action} ${name}`))];
}

function identityStatements(): Statement[] {
  return [main, edge].flatMap((template) => [
    ...resourcesOf(template, 'AWS::IAM::Policy').flatMap(([, r]) => r.Properties.PolicyDocument.Statement),
    ...resourcesOf(template, 'AWS::IAM::Role').flatMap(([, r]) =>
      (r.Properties.Policies ?? []).flatMap(
        (policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement,
      ),
    ),
  ]);
}

function statementsOfRole(role: string, template = main): Statement[] {
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, r]) => r.Properties.Roles.some((ref: { Ref: string }) => ref.Ref === role))
    .flatMap(([, r]) => r.Properties.PolicyDocument.Statement);
}

const grantedTo = (role: string, template: Template): string[] =>
  statementsOfRole(role, template)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => actionsOf(statement).flatMap((action) => onResources(action, statement)))
    .filter((action) => !/^(logs|xray|kms):/.test(action))
    .sort();

describe('permissions', () => {
  it('allow no action by a bare wildcard in any policy', () => {
    const keyPolicies: Statement[] = resourcesOf(main, 'AWS::KMS::Key').flatMap(
      ([, r]) => r.Properties.KeyPolicy.Statement,
    );
    const allowed = [...identityStatements(), ...keyPolicies].filter(({ Effect }) => Effect === 'Allow');
    expect(allowed.length).toBeGreaterThan(40);
    expect(allowed.flatMap(actionsOf).filter((action) => /^\*$|:\*$/.test(action))).toEqual([]);
  });

  it('name a resource wherever AWS has one', () => {
    const wildcards = identityStatements()
      .filter(({ Effect }) => Effect === 'Allow')
      .filter((statement) => resourcesIn(statement).includes('*'))
      .flatMap(actionsOf);
    expect([...new Set(wildcards)].sort()).toEqual(Object.keys(WILDCARD_RESOURCES).sort());
  });

  it("let Step Functions act only for this account's state machines", () => {
    const trusted = resourcesOf(main, 'AWS::IAM::Role')
      .flatMap(([, r]) => r.Properties.AssumeRolePolicyDocument.Statement)
      .filter(({ Principal }) => Principal.Service === 'states.amazonaws.com');
    expect(trusted.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    ]);
  });

  it('are a separate role for every function', () => {
    expect(functions.map(({ name }) => name).sort()).toEqual(Object.keys(ALLOWED).sort());
    expect(new Set(functions.map(({ role }) => role)).size).toBe(functions.length);
  });

  it.each(Object.entries(ALLOWED))('let %s do its own work and no more', (name, actions) => {
    const role = functions.find((fn) => fn.name === name)?.role ?? '';
    expect(grantedTo(role, main)).toEqual(actions);
  });

  it('let the functions that speak Twilio Verify do their own work and no more, and others nothing of it', () => {
    const where = synthesised('dev').main;
    const granted = functionsOf(where).map(({ name, role }) => [name, grantedTo(role, where)] as const);
    const isTwilios = ([name]: readonly [string, unknown]) => name in ALLOWED_TO_TWILIO;
    expect(Object.fromEntries(granted.filter(isTwilios))).toEqual(ALLOWED_TO_TWILIO);
    const others = granted.filter((each) => !isTwilios(each)).flatMap(([, actions]) => actions);
    expect(others.length).toBeGreaterThan(40);
    expect(others.join()).not.toMatch(/twilio/);
    const starting = granted
      .filter(([, actions]) => actions.join().includes('StartSync'))
      .map(([name]) => name);
    expect(starting.sort()).toEqual(['deliver-code', ...Object.keys(HOOKS), 'start-verification'].sort());
  });

  it('let the function of each hook start the machine and read its own secret, and others neither', () => {
    const where = synthesised('dev').main;
    const granted = functionsOf(where).map(({ name, role }) => [name, grantedTo(role, where)] as const);
    for (const [hook, secrets] of Object.entries(HOOKS)) {
      const own = secrets.map((secret) => `secretsmanager:GetSecretValue ${secret}`);
      expect(granted.filter(([name]) => name === hook)).toEqual([[hook, [...own, ...ALLOWED_TO_HOOK]]]);
    }
    const others = granted.filter(([name]) => !(name in HOOKS));
    expect(others.length).toBeGreaterThan(20);
    expect(others.join()).not.toContain('GetSecretValue hooks');
  });

  it('keep the SMS step away from every topic', () => {
    const role = functions.find((fn) => fn.name === 'deliver-by-sms')?.role ?? '';
    const denied = statementsOfRole(role).filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toMatchObject([
      {
        Action: 'sns:Publish',
        Resource: 'arn:aws:sns:*:*:*',
      },
    ]);
  });

  it("limit the email step to people's own topics", () => {
    const role = functions.find((fn) => fn.name === 'deliver-by-email')?.role ?? '';
    const publish = statementsOfRole(role).filter((statement) =>
      actionsOf(statement).includes('sns:Publish'),
    );
    expect(JSON.stringify(publish.map(({ Resource }) => Resource))).toContain(':TokenCourier-contact-*');
    expect(publish).toHaveLength(1);
  });

  it("let only what shows executions search logs, and only the state machine's", () => {
    const searches = functions.flatMap(({ name, role }) =>
      statementsOfRole(role)
        .filter((statement) => actionsOf(statement).includes('logs:FilterLogEvents'))
        .map(({ Resource }) => [name, Resource]),
    );
    const machineLog = resourcesOf(main, 'AWS::Logs::LogGroup').find(([, { Properties }]) =>
      JSON.stringify(Properties.LogGroupName)?.includes('/aws/vendedlogs/states/TokenCourier-issue-token-'),
    );
    const arn = { 'Fn::GetAtt': [machineLog?.[0], 'Arn'] };
    expect(searches.sort()).toEqual([
      ['list-executions', arn],
      ['read-executions', arn],
      ['trace-execution', arn],
    ]);
  });

  it('let what reveals or changes something append to the audit log, and one function read it', () => {
    const [[logGroup] = []] = resourcesOf(main, 'AWS::Logs::LogGroup').filter(([id]) =>
      id.startsWith('courierauditentries'),
    );
    const allowed = functions.flatMap(({ name, role }) =>
      statementsOfRole(role)
        .filter(({ Resource }) => JSON.stringify(Resource).includes(String(logGroup)))
        .flatMap((statement) => [
          [
            name,
            actionsOf(statement).join(),
            JSON.stringify(statement.Resource).endsWith(':log-stream:audit"]]}'),
          ],
        ]),
    );
    expect(allowed.sort()).toEqual([
      ['confirm-contact', 'logs:PutLogEvents', true],
      ['delete-contact', 'logs:PutLogEvents', true],
      ['put-contact', 'logs:PutLogEvents', true],
      ['put-opt-out', 'logs:PutLogEvents', true],
      ['put-prefix-rule', 'logs:PutLogEvents', true],
      ['raise-budget', 'logs:PutLogEvents', true],
      ['read-audit', 'logs:GetLogEvents', true],
      ['resume-prefix', 'logs:PutLogEvents', true],
      ['retrieve-tokens', 'logs:PutLogEvents', true],
      ['revoke-token', 'logs:PutLogEvents', true],
      ['unlock-person', 'logs:PutLogEvents', true],
    ]);
  });

  it('let a key be used only through the service that needs it', () => {
    for (const { role } of functions) {
      for (const statement of statementsOfRole(role)) {
        if (!actionsOf(statement).some((action) => action.startsWith('kms:'))) {
          continue;
        }
        expect(statement).toHaveProperty(['Condition', 'StringEquals', 'kms:ViaService']);
      }
    }
  });
});
