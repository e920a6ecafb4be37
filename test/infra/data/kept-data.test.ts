/** docs/data-protection.md against the templates, and against what the command calls. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { keptData, keptElsewhere } from '../../../handlers/contract/kept-data.ts';
import type { TemplateName } from '../../support/deployments.ts';
import { TEMPLATES } from '../../support/deployments.ts';
import { allResources, synthesised } from '../../support/synth.ts';

const TYPES = new Set([
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Events::Archive',
  'AWS::Events::EventBus',
  'AWS::Kinesis::Stream',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
]);

/** Of every configuration under test: `type path`. */
const places = [
  ...new Set(
    (Object.keys(TEMPLATES) as TemplateName[]).flatMap((name) => {
      const { main, edge, edgeLogs } = synthesised(name);
      return [main, edge, edgeLogs].flatMap((template) =>
        allResources(template)
          .filter(([, { Type }]) => TYPES.has(Type))
          .map(([, { Type, Metadata }]) => `${Type} ${Metadata?.['aws:cdk:path']?.replace(/^[^/]+/, '')}`),
      );
    }),
  ),
].map((place) => place.split(' ') as [type: string, path: string]);

const rowsOf = (type: string, path: string): string[] =>
  keptData()
    .filter(({ resources }) => resources?.types.includes(type) && resources.path.test(path))
    .map(({ place }) => place);

describe('the table of what is kept', () => {
  it('has each place that can hold data in exactly one row', () => {
    expect(places.length).toBeGreaterThan(40);
    expect(places.filter(([type, path]) => rowsOf(type, path).length !== 1)).toEqual([]);
  });

  it('has no row for what is never deployed', () => {
    const used = new Set(places.flatMap(([type, path]) => rowsOf(type, path)));
    expect(keptData().filter(({ place, resources }) => resources && !used.has(place))).toEqual([]);
  });

  it('fills every cell', () => {
    const cells = keptData().flatMap(({ resources: _, ...cells }) => Object.values(cells));
    expect(cells.filter((cell) => cell === '' || cell.includes('|') || cell.includes('\n'))).toEqual([]);
  });

  it('tells whoever forgot a person of the places where something stays', () => {
    const told = keptElsewhere().map(({ place }) => place);
    expect(told).toEqual(
      expect.arrayContaining(['table `contacts`', 'audit log', "functions' logs", 'X-Ray']),
    );
    expect(told).not.toContain('table `tokens`');
    expect(told).not.toContain('CloudWatch metrics');
  });
});

describe('the permissions of npm run person', () => {
  const page = readFileSync('docs/data-protection.md', 'utf8');
  const policy = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '{}') as {
    Statement: { Action: string | string[] }[];
  };
  const listed = policy.Statement.flatMap(({ Action }) => Action);

  it.each([
    ['the stack', ['cloudformation:GetTemplate', 'cloudformation:ListStackResources']],
    [
      'the tables',
      ['DeleteItem', 'GetItem', 'Query', 'Scan', 'UpdateItem'].map((name) => `dynamodb:${name}`),
    ],
    ['the secrets', ['secretsmanager:GetSecretValue', 'kms:Decrypt']],
    ['the subscription', ['sns:DeleteTopic']],
    ['the audit log', ['logs:PutLogEvents']],
  ])('name what it calls of %s', (_, actions) => {
    expect(listed).toEqual(expect.arrayContaining(actions));
  });

  it('name nothing else, and no wildcard', () => {
    expect(listed).toHaveLength(11);
    expect(listed.filter((action) => action.includes('*'))).toEqual([]);
  });
});
