/** Upgrades and rollbacks, from an assembly to what CDK is told to do. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffTemplate } from '@aws-cdk/cloudformation-diff';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeployParts } from '../../../infra/commands/deploy-assembly.ts';
import type { StackTemplate } from '../../../infra/commands/deployed-stack.ts';
import { rollback } from '../../../infra/commands/rollback.ts';
import { LOST_WITH, statefulChanges } from '../../../infra/commands/stateful-changes.ts';
import { upgrade } from '../../../infra/commands/upgrade.ts';
import type { TemplateName } from '../../support/deployments.ts';
import { TEMPLATES } from '../../support/deployments.ts';
import { allResources, synthesised } from '../../support/synth.ts';
import { Account, aTerminal } from './an-account.ts';

const root = mkdtempSync(join(tmpdir(), 'deployments-'));
afterAll(() => rmSync(root, { recursive: true }));

const { main, edge } = synthesised();
const present = main.toJSON() as StackTemplate;
const TABLE =
  Object.keys(
    main.findResources('AWS::DynamoDB::Table', {
      Properties: {
        KeySchema: [
          { AttributeName: 'subject', KeyType: 'HASH' },
          { AttributeName: 'window', KeyType: 'RANGE' },
        ],
      },
    }),
  )[0] ?? '';
const withVersion = (template: StackTemplate, Value: string): StackTemplate => ({
  ...template,
  Outputs: { ...template.Outputs, Version: { Value } },
});
const changed = (change: (resources: Record<string, unknown>) => void, from = present): StackTemplate => {
  // Not structuredClone, whose objects have another realm's prototypes here, so they equal none of the template's.
  const copy = JSON.parse(JSON.stringify(from)) as StackTemplate;
  change(copy.Resources as Record<string, unknown>);
  return copy;
};
// biome-ignore lint/suspicious/noExplicitAny: a template's resources have no common type
const newTableKey = (resources: any) => {
  resources[TABLE].Properties.KeySchema[0].AttributeName = 'whose';
};

let folders = 0;
/** As `cdk synth` writes it. */
function anAssembly(template: StackTemplate): string {
  folders += 1;
  const folder = join(root, `assembly-${folders}`);
  mkdirSync(folder);
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  const artifact = (name: string, region: string) => ({
    type: 'aws:cloudformation:stack',
    environment: `aws://unknown-account/${region}`,
    properties: { templateFile: `${name}.template.json` },
  });
  write('manifest.json', {
    artifacts: {
      'TokenCourierEdge-eu-central-1': artifact('TokenCourierEdge-eu-central-1', 'us-east-1'),
      TokenCourier: artifact('TokenCourier', 'eu-central-1'),
    },
  });
  write('TokenCourier.template.json', template);
  write('TokenCourierEdge-eu-central-1.template.json', edge.toJSON());
  return folder;
}

let account: Account;
let ran: (readonly string[])[];
let smoked: unknown[];
let parts: DeployParts;
beforeEach(() => {
  account = new Account();
  account.stacks.set('TokenCourier', {
    template: withVersion(present, '1.0.0'),
    outputs: { Version: '1.0.0' },
  });
  account.stacks.set('TokenCourierEdge-eu-central-1', { template: edge.toJSON() as StackTemplate });
  ran = [];
  smoked = [];
  folders += 1;
  parts = {
    clientFor: account.clientFor,
    runCdk: async (args) => {
      ran.push(args);
    },
    runSmoke: async (stack, region, destination) => {
      smoked.push([stack.name, region, destination]);
    },
    now: () => new Date('2026-11-26T20:00:00Z'),
    keptIn: join(root, `kept-${folders}`),
  };
});

describe('an upgrade', () => {
  it('says what is needed and what changes, asks, deploys, keeps what it deployed, and runs the smoke test', async () => {
    account.stacks.set('TokenCourier', {
      template: withVersion(present, '0.9.0'),
      outputs: { Version: '0.9.0' },
    });
    const assembly = anAssembly(withVersion(present, '1.1.0'));
    const terminal = aTerminal();
    await upgrade(
      ['--assembly', assembly, '--phone-number', '+15005550006', '--token', '424242'],
      terminal,
      parts,
    );
    expect(terminal.text()).toContain('Deployed: 0.9.0. To be deployed: 1.1.0.');
    expect(terminal.text()).toContain('Needs action (1.0.0):');
    expect(terminal.text()).toMatch(/\[~\] Output Version.*0\.9\.0.*1\.1\.0/s);
    expect(terminal.text()).toContain('Stack TokenCourierEdge-eu-central-1 (us-east-1)\ndoes not change.');
    expect(terminal.questions).toEqual([
      'Deploy 1.1.0 to TokenCourierEdge-eu-central-1, TokenCourier in account 000000000000, eu-central-1? Type yes to go on: ',
    ]);
    expect(ran).toEqual([['deploy', '--app', assembly, '--all', '--require-approval', 'never']]);
    expect(smoked).toEqual([
      ['TokenCourier', 'eu-central-1', { phoneNumber: '+15005550006', token: '424242' }],
    ]);
    const kept = join(parts.keptIn, 'TokenCourier-eu-central-1', '20261126T200000Z-1.1.0');
    expect(readdirSync(kept)).toContain('TokenCourier.template.json');
  });

  it('refuses to replace a table, unless that table is named', async () => {
    const assembly = anAssembly(withVersion(changed(newTableKey), '1.1.0'));
    await expect(upgrade(['--assembly', assembly, '--yes'], aTerminal(), parts)).rejects.toThrow(
      `TokenCourier: AWS::DynamoDB::Table ${TABLE} is replaced. Lost: its items.`,
    );
    await expect(
      upgrade(['--assembly', assembly, '--yes', '--allow-replacement', 'another'], aTerminal(), parts),
    ).rejects.toThrow('Refused');
    expect(ran).toEqual([]);
    await upgrade(['--assembly', assembly, '--yes', '--allow-replacement', TABLE], aTerminal(), parts);
    expect(ran).toHaveLength(1);
  });

  it('changes nothing in a dry run, and nothing without a yes', async () => {
    const assembly = anAssembly(withVersion(present, '1.1.0'));
    await upgrade(['--assembly', assembly, '--dry-run'], aTerminal(), parts);
    await expect(upgrade(['--assembly', assembly], aTerminal('y'), parts)).rejects.toThrow('Not confirmed');
    expect(ran).toEqual([]);
  });

  it.each([
    ['UPDATE_IN_PROGRESS', 'wait until it is done'],
    ['REVIEW_IN_PROGRESS', 'a change set of it was never executed'],
    ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback'],
  ])('refuses a stack that is %s', async (status, advice) => {
    account.stacks.set('TokenCourier', { template: present, status });
    const assembly = anAssembly(present);
    await expect(upgrade(['--assembly', assembly, '--yes'], aTerminal(), parts)).rejects.toThrow(advice);
  });

  it('refuses an older version, and a first deployment', async () => {
    const older = anAssembly(withVersion(present, '0.9.0'));
    await expect(upgrade(['--assembly', older, '--yes'], aTerminal(), parts)).rejects.toThrow(
      '1.0.0 is deployed, and 0.9.0 is older: that is `npm run deployment:rollback`.',
    );
    account.stacks.delete('TokenCourier');
    await expect(upgrade(['--assembly', older, '--yes'], aTerminal(), parts)).rejects.toThrow(
      'TokenCourier is not deployed in eu-central-1. A first deployment is `npx cdk deploy --all`.',
    );
  });

  it('keeps nothing when the deployment fails', async () => {
    const failing = { ...parts, runCdk: async () => Promise.reject(new Error('cdk deploy ended')) };
    const assembly = anAssembly(withVersion(present, '1.1.0'));
    await expect(upgrade(['--assembly', assembly, '--yes'], aTerminal(), failing)).rejects.toThrow('ended');
    expect(() => readdirSync(parts.keptIn)).toThrow('ENOENT');
  });
});

describe('a rollback', () => {
  /** Upgrades to these versions, as if each was deployed. */
  async function deployed(...versions: string[]) {
    for (const [index, version] of versions.entries()) {
      const template = withVersion(present, version);
      const at = { ...parts, now: () => new Date(Date.UTC(2026, 10, 26, 20, index)) };
      await upgrade(['--assembly', anAssembly(template), '--yes'], aTerminal(), at);
      account.stacks.set('TokenCourier', { template, outputs: { Version: version } });
    }
    ran = [];
  }

  it('deploys the newest kept deployment that is not the present one', async () => {
    await deployed('1.0.1', '1.1.0', '1.1.1');
    const terminal = aTerminal();
    await rollback([], terminal, parts);
    expect(terminal.text()).toContain('Deployed: 1.1.1. Back to: 1.1.0.');
    const folder = join(parts.keptIn, 'TokenCourier-eu-central-1', '20261126T200100Z-1.1.0');
    expect(ran).toEqual([['deploy', '--app', folder, '--all', '--require-approval', 'never']]);
    expect(smoked.at(-1)).toEqual(['TokenCourier', 'eu-central-1', undefined]);
  });

  it('goes further back each time, and never to what a rollback replaced', async () => {
    await deployed('1.0.1', '1.1.0', '1.1.1');
    const back = async () => {
      ran = [];
      await rollback(['--yes'], aTerminal(), parts);
      const version = /-(\d\.\d\.\d)$/.exec(String(ran[0]?.[2]))?.[1] ?? '';
      account.stacks.set('TokenCourier', {
        template: withVersion(present, version),
        outputs: { Version: version },
      });
      return version;
    };
    expect(await back()).toBe('1.1.0');
    expect(await back()).toBe('1.0.1');
    await deployed('1.0.2');
    expect(await back()).toBe('1.0.1');
    await expect(back()).rejects.toThrow('No earlier deployment');
  });

  it('deploys the newest kept one after an upgrade that changed only the stack at the edge', async () => {
    await deployed('1.0.1', '1.1.0');
    account.stacks.set('TokenCourierEdge-eu-central-1', {
      template: { ...(edge.toJSON() as StackTemplate), Description: 'of the upgrade that failed' },
    });
    await rollback(['--yes'], aTerminal(), parts);
    expect(ran.map(([, , folder]) => folder)).toEqual([expect.stringMatching(/-1\.1\.0$/)]);
  });

  it('refuses a newer version, which is an upgrade, even with --allow-older', async () => {
    const newer = anAssembly(withVersion(present, '1.0.1'));
    for (const more of [[], ['--allow-older']]) {
      await expect(rollback(['--yes', '--assembly', newer, ...more], aTerminal(), parts)).rejects.toThrow(
        `1.0.1 is newer than 1.0.0. That is an upgrade: npm run deployment:upgrade`,
      );
    }
    expect(ran).toEqual([]);
  });

  it('refuses a folder of another deployment than the one that is named', async () => {
    const older = anAssembly(withVersion(present, '0.9.0'));
    const args = ['--yes', '--allow-older', '--assembly', older];
    for (const wrong of [
      ['--environment', 'prod'],
      ['--region', 'eu-west-1'],
    ]) {
      await expect(rollback([...args, ...wrong], aTerminal(), parts)).rejects.toThrow(
        `${older} is of TokenCourier in eu-central-1: not of what --environment and --region name`,
      );
    }
    expect(ran).toEqual([]);
    await rollback([...args, '--region', 'eu-central-1'], aTerminal(), parts);
    expect(ran).toHaveLength(1);
    account.stacks.delete('TokenCourier');
    await expect(rollback(args, aTerminal(), parts)).rejects.toThrow(
      'TokenCourier is not deployed in eu-central-1.',
    );
  });

  it('goes no further than one minor version, unless asked to', async () => {
    await deployed('1.0.0', '1.2.0');
    await expect(rollback(['--yes'], aTerminal(), parts)).rejects.toThrow('and no later one');
    await rollback(['--yes', '--allow-older'], aTerminal(), parts);
    expect(ran).toHaveLength(1);
  });

  it('refuses to lose a table that the newer version added', async () => {
    await deployed('1.0.1', '1.1.0');
    const template = changed(
      (resources) => {
        resources.NewTable = { ...(present.Resources[TABLE] as object) };
      },
      withVersion(present, '1.1.0'),
    );
    account.stacks.set('TokenCourier', { template, outputs: { Version: '1.1.0' } });
    await expect(rollback(['--yes'], aTerminal(), parts)).rejects.toThrow(
      'AWS::DynamoDB::Table NewTable leaves the stack and stays behind',
    );
  });

  it('says how to get the older version where nothing is kept', async () => {
    await expect(rollback([], aTerminal(), parts)).rejects.toThrow('git worktree add ../before v<version>');
  });

  it('keeps the last five deployments', async () => {
    await deployed('1.0.1', '1.0.2', '1.0.3', '1.0.4', '1.0.5', '1.0.6');
    const kept = readdirSync(join(parts.keptIn, 'TokenCourier-eu-central-1')).sort();
    expect(kept.map((name) => name.split('-')[1])).toEqual(['1.0.2', '1.0.3', '1.0.4', '1.0.5', '1.0.6']);
  });
});

describe('a change that loses something', () => {
  const changes = (to: StackTemplate) =>
    statefulChanges(diffTemplate(present, to)).map(({ type, what }) => `${type} ${what}`);
  const first = (type: string): string => Object.keys(main.findResources(type))[0] ?? '';

  it('is not that of a function, of a machine or of a longer log retention', () => {
    const to = changed((resources) => {
      // biome-ignore lint/suspicious/noExplicitAny: a template's resources have no common type
      const any = resources as any;
      any[first('AWS::Lambda::Function')].Properties.MemorySize = 256;
      any[first('AWS::StepFunctions::StateMachine')].Properties.DefinitionString = '{}';
      any[first('AWS::Logs::LogGroup')].Properties.RetentionInDays = 3653;
      any[first('AWS::SecretsManager::Secret')].Properties.Description = 'reworded';
    });
    expect(changes(to)).toEqual([]);
  });

  it.each([
    ['AWS::Logs::LogGroup', { RetentionInDays: 1 }, 'keeps its log for fewer days'],
    ['AWS::SecretsManager::Secret', { GenerateSecretString: { PasswordLength: 65 } }, 'gets a new value'],
    ['AWS::Cognito::UserPool', { DeletionProtection: 'INACTIVE' }, 'is no longer protected from deletion'],
    ['AWS::DynamoDB::Table', { DeletionProtectionEnabled: false }, 'is no longer protected from deletion'],
    [
      'AWS::DynamoDB::Table',
      { PointInTimeRecoverySpecification: undefined },
      'has less point-in-time recovery',
    ],
    [
      'AWS::DynamoDB::Table',
      { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 } },
      'has less point-in-time recovery',
    ],
  ])('is that of a %s which stays with %j: it %s', (type, properties, what) => {
    const logicalId = type === 'AWS::DynamoDB::Table' ? TABLE : first(type);
    const to = changed((resources) => {
      Object.assign((resources[logicalId] as { Properties: object }).Properties, properties);
    });
    const found = statefulChanges(diffTemplate(present, to));
    expect(found).toEqual([{ logicalId, type, what, lost: expect.any(String) }]);
  });

  it.each([
    ['AWS::ApiGateway::Stage', 'StageName', 'default'],
    ['AWS::Cognito::UserPoolGroup', 'GroupName', 'everything'],
    ['AWS::Events::EventBus', 'Name', 'everything'],
    ['AWS::SNS::Topic', 'TopicName', 'everything'],
  ] as const)('is that of a %s whose %s changes', (type, name, deployment) => {
    const from = synthesised(deployment).main;
    const before = from.toJSON() as StackTemplate;
    const logicalId = Object.keys(from.findResources(type))[0] ?? '';
    const to = changed((resources) => {
      (resources[logicalId] as { Properties: Record<string, unknown> }).Properties[name] = 'another';
    }, before);
    const found = statefulChanges(diffTemplate(before, to));
    expect(found).toContainEqual(expect.objectContaining({ logicalId, type, what: 'is replaced' }));
  });

  it.each([
    ['AWS::Cognito::UserPool', 'leaves the stack and stays behind'],
    ['AWS::Cognito::UserPoolClient', 'is deleted'],
    ['AWS::KMS::Key', 'leaves the stack and stays behind'],
    ['AWS::ApiGateway::RestApi', 'is deleted'],
  ])('is that of %s, which %s when it is left out', (type, what) => {
    const to = changed((resources) => {
      delete resources[first(type)];
    });
    expect(changes(to)).toContain(`${type} ${what}`);
  });

  it('is that of a table which a deletion of the stack would no longer leave behind', () => {
    const to = changed((resources) => {
      (resources[TABLE] as { DeletionPolicy: string }).DeletionPolicy = 'Delete';
    });
    expect(changes(to)).toEqual(['AWS::DynamoDB::Table is no longer kept when the stack is deleted']);
  });

  it('is known for every type that a stack leaves behind', () => {
    const kept = (Object.keys(TEMPLATES) as TemplateName[]).flatMap((name) =>
      allResources(synthesised(name).main).flatMap(([, { Type, DeletionPolicy = 'Delete' }]) =>
        DeletionPolicy === 'Delete' ? [] : [Type],
      ),
    );
    const ofTheAccount = ['AWS::ApiGateway::Account', 'AWS::IAM::Role'];
    const types = [...new Set(kept)].filter((type) => !ofTheAccount.includes(type));
    expect(types.length).toBeGreaterThan(4);
    expect(types.filter((type) => !Object.hasOwn(LOST_WITH, type))).toEqual([]);
  });
});

describe('the version', () => {
  it('is an output of the main stack, and that of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(main.findOutputs('Version').Version?.Value).toBe(version);
  });
});
