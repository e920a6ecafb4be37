/** The page's files, which the package brings along and the repository builds. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BundlingOptions } from 'aws-cdk-lib';
import { DockerImage, FileSystem } from 'aws-cdk-lib';
import type { ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { prebuilt } from '../cdk/prebuilt.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOT_BUILT_FROM = ['dist', 'node_modules', 'test'];
/** What else the page is built from: the code that it imports, which a test compares, and the versions of its packages. */
const BUILT_FROM = [
  'handlers/contract',
  'handlers/domain/messages',
  'handlers/domain/typed-text.ts',
  'local/default-ports.ts',
  'workflows/picture',
  'package-lock.json',
];
/** What a page with the API reference has besides. */
const REFERENCE_ONLY = ['reference.html', 'assets/reference-*'];

export function builtPage(hasReference: boolean): ISource {
  const built = prebuilt('page');
  return built === undefined
    ? pageBuiltNow(hasReference)
    : Source.asset(built, { exclude: hasReference ? [] : REFERENCE_ONLY });
}

/** Builds the page at the synth, unless the folder of the synth has one that was built from the same. */
const pageBuiltNow = (hasReference: boolean): ISource =>
  Source.asset(`${ROOT}web`, {
    exclude: NOT_BUILT_FROM,
    assetHash: pageHash(ROOT),
    bundling: {
      image: DockerImage.fromRegistry('never-pulled'),
      environment: { API_REFERENCE: String(hasReference) },
      local: {
        tryBundle(outputDir: string, { environment }: BundlingOptions): boolean {
          buildPage(outputDir, environment);
          return true;
        },
      },
    },
  });

/** CDK by itself would hash `web/` alone, and a change of the contract would deploy the page of before. */
export function pageHash(root: string): string {
  const hash = createHash('sha256').update(FileSystem.fingerprint(`${root}web`, { exclude: NOT_BUILT_FROM }));
  for (const path of BUILT_FROM.filter((each) => existsSync(`${root}${each}`))) {
    hash.update(`${path} ${FileSystem.fingerprint(`${root}${path}`)}`);
  }
  return hash.digest('hex');
}

/** Has Vite write the page into a folder. Without other `variables`, the page has the API reference. */
export function buildPage(folder: string, variables: Readonly<Record<string, string>> = {}): void {
  // Resolved as Node does, because npm may have installed it for a workspace that contains this one.
  const vite = join(dirname(createRequire(`${ROOT}web/`).resolve('vite/package.json')), 'bin/vite.js');
  execFileSync(
    process.execPath,
    [vite, 'build', 'web', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: ROOT,
      // A test runner sets another value, and its page would differ from the deployed one.
      env: { ...process.env, ...variables, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
}
