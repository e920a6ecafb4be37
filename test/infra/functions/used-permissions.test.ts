import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { FUNCTIONS } from '../../../handlers/contract/functions.ts';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';
import { aPool } from '../cognito/a-pool.ts';

/** SDK clients whose service has a different name in IAM. */
const IAM_SERVICE: Record<string, string> = {
  'cloudwatch-logs': 'logs',
  eventbridge: 'events',
  'secrets-manager': 'secretsmanager',
  sesv2: 'ses',
  sfn: 'states',
};
/** Commands whose IAM action has a different name. */
const IAM_ACTION: Record<string, string> = { paginateQuery: 'Query' };
/** What a library calls by itself. */
const CALLED_BY_LIBRARY: Record<string, readonly string[]> = { '@aws-crypto/client-node': ['kms:Decrypt'] };
/** Actions that none of the commands calls: traces, and what a service does for the caller or is handed by it. */
const BY_SERVICES =
  /^(xray:|sms-voice:(SendTextMessage|DescribeOptedOutNumbers)|iam:PassRole|logs:TagResource|sqs:(DeleteMessage|GetQueueAttributes|ReceiveMessage)$)/;
/** Lambda's, for what a function with a dead-letter queue could not do. */
const DEAD_LETTER = 'sqs:SendMessage';
/** Every function's permission to write its own log, which Lambda uses on its behalf. */
const OWN_LOG = String(['logs:CreateLogStream', 'logs:PutLogEvents']);
const THROUGH_A_SERVICE = 'kms:ViaService';

const IMPORT = /import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'([^']+)'/g;
const LOADED = /import\('([^']+)'\)|from\s+'(\.[^']+)'/g;

/** The AWS actions that an entry's code can call: those of the commands that it and its modules import. */
function actionsOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) {
    return [];
  }
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  const own = [...source.matchAll(IMPORT)].flatMap(([, names = '', from = '']) => {
    const client = /^@aws-sdk\/client-(.+)$/.exec(from)?.[1];
    if (client === undefined) {
      return [...(CALLED_BY_LIBRARY[from] ?? [])];
    }
    const service = IAM_SERVICE[client] ?? client;
    const commands = names.split(',').map((name) => name.trim());
    return commands
      .filter((name) => /Command$|^paginate/.test(name) && !name.startsWith('type '))
      .map((name) => `${service}:${IAM_ACTION[name] ?? name.replace(/Command$/, '')}`);
  });
  const loaded = [...source.matchAll(LOADED)]
    .map(([, dynamic, fixed]) => dynamic ?? fixed ?? '')
    .filter((path) => path.startsWith('.'));
  return [...own, ...loaded.flatMap((path) => actionsOf(join(dirname(file), path), seen))];
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/**
 * One sends emails by SNS and one by SES: a function's code can do either, and a deployment allows one. The second
 * also has the functions that speak Twilio Verify.
 */
const templates = [
  synthesised('everything').main,
  synthesised('dev').main,
  // Whose functions are deployed where its constructs are used.
  Template.fromStack(aPool().stack),
];
const entries = Object.keys(FUNCTIONS).flatMap((folder) =>
  readdirSync(`handlers/${folder}`).map((file): [string, string] => [
    file.replace(/\.ts$/, ''),
    `handlers/${folder}/${file}`,
  ]),
);

const grantedTo = (name: string): string[] => [
  ...new Set(templates.flatMap((template) => grantedIn(template, name))),
];

function grantedIn(main: Template, name: string): string[] {
  const own = ownFunctions(main).find(([each]) => each === name)?.[1].Properties;
  const role = own?.Role['Fn::GetAtt'][0];
  return resourcesOf(main, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => role !== undefined && Properties.Roles[0].Ref === role)
    .flatMap(([, { Properties }]): Statement[] => Properties.PolicyDocument.Statement)
    .filter(({ Effect, Condition }) => Effect === 'Allow' && !Condition?.StringEquals?.[THROUGH_A_SERVICE])
    .filter(({ Action }) => String(Action) !== OWN_LOG)
    .flatMap(({ Action }) => Action)
    .filter((action) => !BY_SERVICES.test(action))
    .filter((action) => action !== DEAD_LETTER || own?.DeadLetterConfig === undefined);
}

describe('permissions', () => {
  it.each(entries)('of %s are only for calls that its code makes', (name, file) => {
    const used = actionsOf(file);
    const granted = grantedTo(name);
    // A function that calls nothing is granted nothing; for every other one, grants must be found.
    expect(granted.length > 0).toBe(used.length > 0);
    expect(granted.filter((action) => !used.includes(action))).toEqual([]);
  });

  it("cover every service that a function's code calls", () => {
    const services = (actions: string[]) =>
      [...new Set(actions.map((action) => action.split(':')[0]))].sort();
    const lacking = entries.filter(
      ([name, file]) => String(services(actionsOf(file))) !== String(services(grantedTo(name))),
    );
    expect(lacking).toEqual([]);
  });
});
