import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Deployment } from '../../../docs/build/diagrams/architecture/deployment.ts';
import { planArchitecture } from '../../../docs/build/diagrams/architecture/plan-architecture.ts';
import { cardOf } from '../../../docs/build/diagrams/architecture/resource-rules.ts';
import type { Template, Templates } from '../../../docs/build/diagrams/architecture/template.ts';
import type { Drawn } from '../../../docs/build/diagrams/diagrams.ts';
import { diagramsOf } from '../../../docs/build/diagrams/diagrams.ts';
import { isFrom } from '../../../docs/build/diagrams/png-source.ts';
import type { TemplateName } from '../../support/deployments.ts';
import { TEMPLATES, templatesOf } from '../../support/deployments.ts';

const read = (name: TemplateName): Templates => JSON.parse(readFileSync(templatesOf(name), 'utf8'));
const shownIn = (templates: Templates): readonly string[] =>
  [planArchitecture(templates)].flatMap(({ frames, cards }) => [...frames, ...cards].map(({ id }) => id));
const without = (templates: Templates, type: string): Templates => ({
  ...templates,
  main: {
    Resources: Object.fromEntries(
      Object.entries(templates.main.Resources).filter(([, resource]) => resource.Type !== type),
    ),
  },
});
const EMPTY: Template = { Resources: {} };

describe('the diagrams in docs', () => {
  it.each(['default', 'own domains'] as const satisfies readonly Drawn[])(
    'are what the templates of "%s" give',
    (name) => {
      for (const { path, light, dark } of diagramsOf(read(name), name)) {
        const isCurrent =
          readFileSync(`${path}.svg`, 'utf8') === light && readFileSync(`${path}-dark.svg`, 'utf8') === dark;
        if (!isCurrent || !isFrom(readFileSync(`${path}.png`), light)) {
          throw new Error(`${path} is out of date. Run: npm run diagrams`);
        }
      }
    },
  );
});

describe('the architecture diagram', () => {
  it.each(Object.keys(TEMPLATES) as TemplateName[])(
    'shows every resource of "%s", or has a reason not to',
    (name) => {
      const templates = read(name);
      const deployment = new Deployment(templates);
      const cards = new Set(deployment.entries.map((entry) => cardOf(entry, deployment)));
      const shown = shownIn(templates);
      const missing = [...cards].filter(
        (card) => card !== undefined && !shown.some((id) => id === card || id.startsWith(`${card}: `)),
      );
      expect(missing).toEqual([]);
    },
  );

  it('shows nothing of an empty account', () => {
    const nothing = { main: EMPTY, edge: EMPTY, edgeLogs: EMPTY, region: 'eu-central-1' };
    expect(shownIn(nothing)).toEqual(['account', 'region']);
  });

  it('refuses a resource that no rule knows', () => {
    const templates = read('default');
    const queue = { Resources: { ...templates.main.Resources, cluster: { Type: 'AWS::ECS::Cluster' } } };
    expect(() => planArchitecture({ ...templates, main: queue })).toThrow(
      'no rule for AWS::ECS::Cluster (cluster)',
    );
  });

  it('refuses a function of which no resource says what it is for', () => {
    const templates = read('default');
    const main = { Resources: { ...templates.main.Resources, lonely: { Type: 'AWS::Lambda::Function' } } };
    expect(() => planArchitecture({ ...templates, main })).toThrow('what the function lonely is for');
  });

  it('has SES, events, webhooks and reports only where they are deployed', () => {
    const added = [
      'ses',
      'feedback',
      'forwarder',
      'bus',
      'queue',
      'webhook',
      'dead-letters',
      'receivers',
      'names',
    ];
    expect(shownIn(read('default')).filter((id) => added.includes(id))).toEqual([]);
    expect(shownIn(read('own domains'))).toEqual(expect.arrayContaining(added));
  });

  it('has topics for emails where SNS sends them, and SES where that does', () => {
    expect(shownIn(read('default')).filter((id) => ['topics', 'ses'].includes(id))).toEqual(['topics']);
    expect(shownIn(read('dev')).filter((id) => ['topics', 'ses'].includes(id))).toEqual(['ses']);
  });

  it.each([
    ['AWS::DynamoDB::Table', 'table: tokens'],
    ['AWS::KMS::Key', 'key'],
    ['AWS::S3::Bucket', 'page-files'],
    ['AWS::WAFv2::WebACL', 'api-firewall'],
    ['AWS::SecretsManager::Secret', 'secrets'],
    ['AWS::StepFunctions::StateMachine', 'step: Persist token'],
  ])('drops the card of %s with the resource', (type, card) => {
    const templates = read('default');
    expect(shownIn(templates)).toContain(card);
    expect(shownIn(functionsOfLess(without(templates, type)))).not.toContain(card);
  });
});

/** Without the functions that nothing refers to any more, which would be refused. */
function functionsOfLess(templates: Templates): Templates {
  const deployment = new Deployment(templates);
  const lonely = deployment
    .all('AWS::Lambda::Function')
    .filter((entry) => deployment.roleOf(entry) === undefined)
    .map(({ id }) => id);
  return {
    ...templates,
    main: {
      Resources: Object.fromEntries(
        Object.entries(templates.main.Resources).filter(([id]) => !lonely.includes(id)),
      ),
    },
  };
}
