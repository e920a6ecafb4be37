/** The workflows of examples/pipeline, which run with an account's permissions. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { rollback } from '../../infra/commands/rollback.ts';
import { upgrade } from '../../infra/commands/upgrade.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly environment?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FILES = ['deploy', 'rollback'] as const;
const textOf = (name: string) => readFileSync(`examples/pipeline/${name}.yml`, 'utf8');
const read = (name: string): Workflow => parse(textOf(name));
const isDeploying = ({ steps }: Job) => steps.some(({ uses }) => uses?.includes('configure-aws-credentials'));

describe.each(FILES)('the workflow %s', (name) => {
  const workflow = read(name);
  const jobs = Object.values(workflow.jobs);

  it('pins every action by commit, with its version beside it', () => {
    const used = textOf(name).match(/uses: .*/g) ?? [];
    expect(used.length).toBeGreaterThan(2);
    for (const each of used) {
      expect(each).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('gets an identity only in the jobs that deploy, each in an environment', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const job of jobs) {
      expect(job.permissions?.['id-token']).toBe(isDeploying(job) ? 'write' : undefined);
      expect(job.environment !== undefined).toBe(isDeploying(job));
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
  });

  it('has no key of AWS, and leaves no credentials of the repository behind', () => {
    expect(textOf(name)).not.toMatch(/secrets\.|access-key/i);
    const checkouts = jobs.flatMap(({ steps }) => steps).filter(({ uses }) => uses?.includes('checkout'));
    expect(checkouts).toHaveLength(jobs.length);
    expect(checkouts.every((step) => step.with?.['persist-credentials'] === false)).toBe(true);
  });

  it('never deploys twice at once, and lets a deployment end', () => {
    expect(workflow.concurrency).toEqual({ group: 'deploy', 'cancel-in-progress': false });
  });

  it('puts nothing that others can set into a script', () => {
    const scripts = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });
});

describe('what they run', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const commands = FILES.flatMap((name) =>
    Object.values(read(name).jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
  );

  it('are scripts that there are', () => {
    const names = commands.flatMap((command) => /^npm run ([\w:-]+)/.exec(command)?.[1] ?? []);
    expect(new Set(names)).toEqual(new Set(['check', 'deployment:upgrade', 'deployment:rollback']));
    expect(names.filter((each) => !Object.hasOwn(scripts, each))).toEqual([]);
  });

  it('have options that the commands know', async () => {
    const optionsOf = (name: string) =>
      (commands.find((each) => each.includes(`deployment:${name}`)) ?? '')
        .split(' -- ')[1]
        ?.replace(/"\$(\w+)"/g, 'there')
        .replace('$SETTINGS', '-c environment=dev')
        .split(' ') ?? [];
    const stop = async () => Promise.reject(new Error('the options are read'));
    const clientFor = () => {
      throw new Error('the options are read');
    };
    const parts = { clientFor, runCdk: stop, runSmoke: stop, now: () => new Date(), keptIn: 'none' };
    const terminal = { write() {}, ask: stop };
    expect(optionsOf('upgrade')).toEqual(['--yes', '-c', 'environment=dev']);
    await expect(upgrade(optionsOf('upgrade'), terminal, parts as never)).rejects.toThrow('options are read');
    expect(optionsOf('rollback')).toHaveLength(5);
    await expect(rollback(optionsOf('rollback'), terminal, parts as never)).rejects.not.toThrow(
      'Unknown option',
    );
  });

  it('go to dev before prod, after the checks, and keep what they deployed for the rollback', () => {
    const { jobs } = read('deploy');
    expect([jobs.dev?.needs, jobs.prod?.needs]).toEqual(['check', 'dev']);
    const upload = jobs.prod?.steps.find(({ uses }) => uses?.includes('upload-artifact'));
    expect(upload?.with).toMatchObject({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
      name: 'deployment-${{ github.job }}',
      path: '.deployments',
      'include-hidden-files': true,
    });
    expect(textOf('rollback')).toContain('--name "deployment-$ENVIRONMENT" --dir .deployments');
  });
});
