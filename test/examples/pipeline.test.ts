/** The workflows of examples/pipeline, which run with an account's permissions. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { rollback } from '../../infra/commands/rollback.ts';
import { upgrade } from '../../infra/commands/upgrade.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly if?: string;
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
const uploads = (job?: Job) => (job?.steps ?? []).filter(({ uses }) => uses?.includes('upload-artifact'));
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

  it('lets a deployment that began end', () => {
    expect(workflow.concurrency['cancel-in-progress']).toBe(false);
  });

  it('runs no script of a package where it could ask for an identity', () => {
    for (const job of jobs) {
      const installs = job.steps.flatMap(({ run }) => (run?.startsWith('npm ci') ? [run] : []));
      expect(installs).toEqual([isDeploying(job) ? 'npm ci --ignore-scripts' : 'npm ci']);
      const runs = job.steps.map(({ run = '' }) => run).join('\n');
      expect(/cdk synth|npm run check/.test(runs)).toBe(!isDeploying(job));
    }
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
        ?.replace(/"[^"]+"/g, 'there')
        .split(' ') ?? [];
    const stop = async () => Promise.reject(new Error('the options are read'));
    const clientFor = () => {
      throw new Error('the options are read');
    };
    const parts = { clientFor, runCdk: stop, runSmoke: stop, now: () => new Date(), keptIn: 'none' };
    const terminal = { write() {}, ask: stop };
    expect(optionsOf('upgrade')).toEqual(['--yes', '--assembly', 'there']);
    await expect(upgrade(optionsOf('upgrade'), terminal, parts as never)).rejects.toThrow(
      'there is no cloud assembly',
    );
    expect(optionsOf('rollback')).toHaveLength(5);
    await expect(rollback(optionsOf('rollback'), terminal, parts as never)).rejects.not.toThrow(
      'Unknown option',
    );
  });

  it('go to dev before prod, after the checks, and deploy what was synthesised without an identity', () => {
    const { jobs } = read('deploy');
    expect([jobs.dev?.needs, jobs.prod?.needs]).toEqual(['build', 'dev']);
    const built = jobs.build?.steps.flatMap(({ run }) => (run?.includes('synth') ? [run] : []));
    expect(built).toEqual([
      'npx cdk synth --quiet --output assemblies/dev $SETTINGS_DEV',
      'npx cdk synth --quiet --output assemblies/prod $SETTINGS_PROD',
    ]);
    const [handed] = uploads(jobs.build);
    expect(handed?.with).toMatchObject({
      name: 'assemblies',
      path: 'assemblies',
      'include-hidden-files': true,
    });
    for (const job of [jobs.dev, jobs.prod]) {
      expect(job?.steps.map(({ run }) => run)).toEqual(
        expect.arrayContaining([
          'gh run download "$GITHUB_RUN_ID" --name assemblies --dir assemblies',
          'npm run deployment:upgrade -- --yes --assembly "assemblies/$GITHUB_JOB"',
        ]),
      );
    }
  });

  it('keep what they deployed for the rollback, also when the smoke test fails', () => {
    const [kept] = uploads(read('deploy').jobs.prod);
    expect(kept?.if).toBe('always()');
    expect(kept?.with).toMatchObject({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
      name: 'deployment-${{ github.job }}',
      path: '.deployments',
      'include-hidden-files': true,
    });
    expect(textOf('rollback')).toContain('--name "deployment-$ENVIRONMENT" --dir .deployments');
  });

  it('go back without waiting behind a run that waits for its reviewers', () => {
    expect(read('deploy').concurrency.group).toBe('deploy');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
    expect(read('rollback').concurrency.group).toBe('rollback-${{ inputs.environment }}');
  });
});

describe('the run that a rollback goes back to', () => {
  const steps = read('rollback').jobs.rollback?.steps ?? [];
  const check = steps.find(({ run }) => run?.includes('gh api'));

  /** The step's script, where GitHub says this of the run. */
  function accepts(run: string, said: string): boolean {
    const folder = mkdtempSync(join(tmpdir(), 'gh-'));
    writeFileSync(join(folder, 'gh'), '#!/bin/sh\necho "$SAID"\n', { mode: 0o755 });
    const { status } = spawnSync('bash', ['-e', '-c', check?.run ?? ''], {
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        GITHUB_REPOSITORY: 'example/courier',
        RUN: run,
        SAID: said,
      },
    });
    return status === 0;
  }

  it('is one of deploy.yml on the main branch of this repository', () => {
    expect(accepts('42', '.github/workflows/deploy.yml main push example/courier')).toBe(true);
  });

  it.each([
    ['of a fork', '42', '.github/workflows/deploy.yml main pull_request stranger/courier'],
    ['of a branch', '42', '.github/workflows/deploy.yml feature push example/courier'],
    ['of another workflow', '42', '.github/workflows/test.yml main push example/courier'],
    ['not a number', '../../x', '.github/workflows/deploy.yml main push example/courier'],
    ['unknown', '42', ''],
  ])('is not one that is %s', (_, run, said) => {
    expect(accepts(run, said)).toBe(false);
  });

  it('is judged before anything of it is downloaded, by what GitHub says of it', () => {
    const download = steps.findIndex(({ run }) => run?.startsWith('gh run download'));
    expect(steps.indexOf(check as Step)).toBe(download - 1);
    expect(check?.run).toContain(
      '[(.path | split("@")[0]), .head_branch, .event, .head_repository.full_name]',
    );
  });
});
