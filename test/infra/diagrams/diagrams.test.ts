import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Deployment } from '../../../docs/build/diagrams/architecture/deployment.ts';
import { planArchitecture } from '../../../docs/build/diagrams/architecture/plan-architecture.ts';
import { cardOf } from '../../../docs/build/diagrams/architecture/resource-rules.ts';
import type { Template, Templates } from '../../../docs/build/diagrams/architecture/template.ts';
import type { Drawn } from '../../../docs/build/diagrams/diagrams.ts';
import { diagramsOf } from '../../../docs/build/diagrams/diagrams.ts';
import { isFrom } from '../../../docs/build/diagrams/png-source.ts';
import { planStateMachine } from '../../../docs/build/diagrams/state-machine/plan-state-machine.ts';
import { FUNCTIONS } from '../../../handlers/contract/functions.ts';
import { logNamePart } from '../../../web/src/views/workflow/console-url.ts';
import { layout } from '../../../web/src/views/workflow/layout.ts';
import { contains } from '../../../workflows/picture/drawing/picture.ts';
import { workflowDefinition } from '../../../workflows/picture/workflow-definition.ts';
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

  it('has the canary and the topic of alarms only where they are deployed', () => {
    const added = ['scheduled', 'alarm-topic'];
    expect(shownIn(read('default')).filter((id) => added.includes(id))).toEqual([]);
    expect(shownIn(read('everything'))).toEqual(expect.arrayContaining(added));
    expect(shownIn(read('us-east-1'))).not.toContain('alarms');
  });

  it('has topics for emails where SNS sends them, and SES where that does', () => {
    expect(shownIn(read('default')).filter((id) => ['topics', 'ses'].includes(id))).toEqual(['topics']);
    expect(shownIn(read('dev')).filter((id) => ['topics', 'ses'].includes(id))).toEqual(['ses']);
  });

  it('has the lines that integrations, permissions and origins are', () => {
    const { connections } = planArchitecture(read('default'));
    expect(connections.map(({ from, to }) => `${from} > ${to}`).sort()).toEqual([
      'api > endpoints',
      'api > machine',
      'api > user-pool',
      'api-firewall > api',
      'auth-system > api-firewall',
      'auth-system > user-pool',
      'browser > edge-firewall',
      'browser > user-pool',
      'delivery > person',
      'distribution > api-firewall',
      'distribution > edge-logs',
      'distribution > page-files',
      'edge-firewall > distribution',
      'endpoints > data',
      'endpoints > insight',
      'endpoints > machine',
      'endpoints > security',
      'machine > data',
      'machine > insight',
      'machine > security',
      'rotation > secrets',
      'step: Admit request > step: Generate token',
      'step: Admit request > undo',
      'step: Deliver by SMS > step: Deliver by email',
      'step: Deliver by SMS > step: Record delivery',
      'step: Deliver by SMS > texts',
      'step: Deliver by SMS > undo',
      'step: Deliver by email > step: Deliver by SMS',
      'step: Deliver by email > step: Record delivery',
      'step: Deliver by email > topics',
      'step: Deliver by email > undo',
      'step: Generate token > step: Persist token',
      'step: Generate token > undo',
      'step: Persist token > step: Deliver by SMS',
      'step: Persist token > step: Deliver by email',
      'step: Persist token > undo',
    ]);
  });

  it('drops the lines that a role would have to allow, and who sends nothing, with its policies', () => {
    const { cards, connections } = planArchitecture(without(read('default'), 'AWS::IAM::Policy'));
    const left = connections.map(({ from, to }) => `${from} > ${to}`);
    expect(left).toContain('api > machine');
    expect(
      left.filter((line) => /> (data|security|texts|topics|person)$|endpoints > machine/.test(line)),
    ).toEqual([]);
    expect(cards.filter(({ id }) => ['texts', 'topics', 'ses'].includes(id))).toEqual([]);
  });

  it('leads past a firewall that is not associated with the API', () => {
    const { connections } = planArchitecture(without(read('default'), 'AWS::WAFv2::WebACLAssociation'));
    expect(connections.map(({ to }) => to)).not.toContain('api-firewall');
    expect(connections).toContainEqual(expect.objectContaining({ from: 'auth-system', to: 'api' }));
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

describe('the diagram of the state machine', () => {
  const states = () => {
    const { definition } = new Deployment(read('default'));
    return planStateMachine(definition ?? { StartAt: '', States: {} }).cards;
  };

  it('leads the path of a code straight down', () => {
    const path = ['Admit request', 'Generate token', 'Persist token', 'Choose channel', 'Record delivery'];
    const cards = path.map((id) => states().find((card) => card.id === id));
    expect(new Set(cards.map((card) => card?.x)).size).toBe(1);
    const heights = cards.map((card) => card?.y ?? 0);
    expect(heights).toEqual([...new Set(heights)].sort((one, other) => one - other));
    expect(heights).toHaveLength(5);
  });

  it('has answers at the left, failures at the right, and every other state between', () => {
    const lefts = (pattern: RegExp) => states().flatMap(({ id, x }) => (pattern.test(id) ? [x] : []));
    expect(new Set(lefts(/^Answer: /))).toEqual(new Set([32]));
    expect(Math.min(...lefts(/^(Was|Revoke|Take back|Free|Is a key|What failed)/))).toBe(704);
    expect(
      lefts(/^(Admit|Generate|Persist|Deliver|Presume|Choose|Record)/).every((x) => x > 200 && x < 600),
    ).toBe(true);
  });

  it('says how often a step is tried', () => {
    const badges = states().flatMap(({ id, badge }) => (badge ? [`${id} ${badge}`] : []));
    expect(badges).toContain('Admit request ×2');
    expect(badges).not.toContain('Choose channel ×2');
  });

  it('names every error that an execution can fail with', () => {
    const fails = states().find(({ shape }) => shape === 'fail');
    expect(fails?.texts.map(({ words }) => words).join(' ')).toBe(
      'The execution fails with DeliveryFailed, StoreUnavailable, SecretUnavailable, StepUnavailable, InternalError',
    );
  });
});

describe('the picture on the Workflow page', () => {
  /** Of every deployment that the tests synthesise, each machine once. */
  const machines = new Map(
    (Object.keys(TEMPLATES) as TemplateName[]).flatMap((name) => {
      const { definition } = new Deployment(read(name));
      const machine = definition && workflowDefinition(definition);
      return machine ? [[JSON.stringify(machine), machine] as const] : [];
    }),
  );

  it('shows every state of every deployment, folded or not', () => {
    expect(machines.size).toBeGreaterThan(0);
    for (const machine of machines.values()) {
      for (const isFolded of [true, false]) {
        const { cards, folded, lines, width, height } = layout(machine, () => !isFolded);
        const shown = [...cards.map(({ id }) => id), ...folded.map(({ name }) => name)];
        expect(machine.states.filter(({ name }) => !shown.includes(name))).toEqual([]);
        expect(cards.filter((card) => !contains({ x: 0, y: 0, width, height }, card))).toEqual([]);
        expect(lines.length).toBeGreaterThan(20);
      }
    }
  });

  it("finds a step's log group by its name", () => {
    const { main } = read('default');
    const groups = Object.entries(main.Resources).filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup');
    for (const step of Object.keys(FUNCTIONS.steps)) {
      // CloudFormation begins a generated name with the stack's and the logical id.
      expect(groups.filter(([id]) => id.includes(logNamePart(step)))).toHaveLength(1);
    }
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
