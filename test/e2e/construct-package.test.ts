/** The package of the construct, in a project that has nothing else: it builds nothing, and deploys what we do. */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { transformSync } from 'esbuild';
import { COMMONJS_APP, makeProject } from '../../infra/packaging/empty-project.ts';
import { stageConstruct } from '../../infra/packaging/stage-construct.ts';
import { NOTICES, thirdPartyNotices } from '../../infra/packaging/third-party-notices.ts';
import { assemblies, assemblyOf, builtFunctions } from '../support/deployments.ts';
import { runFolder } from '../support/run-folder.ts';
import { ownFunctions } from '../support/synth.ts';

const [page = ''] = globSync(join(assemblies(), 'asset.*/problems.html')).map(dirname);

it('THIRD-PARTY-NOTICES.txt has the licences of what is in the functions and the page', () => {
  const metafile = JSON.parse(readFileSync(join(builtFunctions(), 'metafile.json'), 'utf8'));
  if (readFileSync(NOTICES, 'utf8') !== thirdPartyNotices(metafile, page)) {
    throw new Error(`${NOTICES} is out of date. Run: npm run licences`);
  }
});

it('deploys the functions and the page from an app of CommonJS without esbuild and Vite', () => {
  const project = join(runFolder(), 'project');
  makeProject(project);
  stageConstruct(join(project, 'node_modules/token-courier'), {
    bundles: bundles(),
    page,
    compile: stripTypes,
  });
  writeFileSync(join(project, 'app.cjs'), COMMONJS_APP);
  execFileSync(process.execPath, ['app.cjs'], { cwd: project, stdio: 'pipe' });

  const ours = codeKeys(join(assemblyOf('default'), 'TokenCourier.template.json'));
  const keys = codeKeys(join(project, 'assembly/SignIn.template.json'));
  // Functions that have no file of settings beside their code, which would differ.
  for (const name of ['generate-token', 'persist-token']) {
    expect([name, keys.get(name)]).toEqual([name, ours.get(name) ?? 'missing']);
  }
  expect([...keys.keys()]).toEqual(
    expect.arrayContaining(['define-auth-challenge', 'deliver-cognito-code', 'gateway']),
  );
  const pages = globSync(join(project, 'assembly/asset.*/index.html'));
  expect(pages.map((file) => readFileSync(file, 'utf8'))).toEqual([
    readFileSync(join(page, 'index.html'), 'utf8'),
  ]);
  expect(globSync(join(project, 'assembly/asset.*/reference.html'))).toEqual([]);
});

const bundles = () =>
  new Map(
    globSync('*/*.js', { cwd: builtFunctions() }).map((file): [string, Uint8Array] => [
      file.replace(/\.js$/, ''),
      readFileSync(join(builtFunctions(), file)),
    ]),
  );

/** In place of tsc, which takes twenty seconds and runs in `npm run packages`. */
function stripTypes(folder: string): void {
  for (const file of globSync('{infra,workflows,handlers/{contract,domain}}/**/*.ts')) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', target: 'node22' });
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code.replaceAll(/(from "\.[^"]*)\.ts"/g, '$1.js"'));
  }
}

/** The asset of each function's code, which is named by a hash of its content. */
const codeKeys = (template: string): ReadonlyMap<string, string> =>
  new Map(
    ownFunctions(Template.fromJSON(JSON.parse(readFileSync(template, 'utf8')))).map(([name, fn]) => [
      name,
      fn.Properties.Code.S3Key,
    ]),
  );
