/**
 * `npm run bench:cold`: the size and start-up time of every function's bundle.
 *
 * Start-up time is how much longer a new Node process runs that loads the bundle than one that loads an empty
 * handler. Because machines are noisy, the two run alternately, and medians are compared.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { BUNDLE_OPTIONS } from '../infra/functions/bundle-options.ts';
import { loadStack } from '../local/cloudformation/load-stack.ts';
import { findStack } from '../local/cloudformation/template.ts';
import { synthesise } from '../local/synthesise.ts';
import { median } from './statistics.ts';

const ASSEMBLY = 'cdk.out.bench';
const ROUNDS = 21;
const KILOBYTE = 1000;
interface FunctionProperties {
  readonly Code: { readonly S3Key: string };
  readonly Environment: { readonly Variables: Record<string, string> };
}

const AIM = { milliseconds: 60, kilobytes: 700 };

console.log(`Synthesising, then ${ROUNDS} rounds of every function …`);
await synthesise({ output: ASSEMBLY, context: [] });
const stack = await loadStack(ASSEMBLY, await findStack(ASSEMBLY, 'AWS::ApiGateway::RestApi'));
const functions = [...stack.resources.values()].filter(
  ({ type, properties }) => type === 'AWS::Lambda::Function' && properties.TracingConfig !== undefined,
) as unknown as { shortName: string; properties: FunctionProperties }[];

const folder = mkdtempSync(join(tmpdir(), 'empty-handler-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
const emptyHandler = join(folder, 'index.js');
writeFileSync(emptyHandler, 'exports.handler = async () => {};');

// What the AWS SDK alone takes on this machine, for comparison with the figures below.
const sdkAlone = join(folder, 'sdk-alone.js');
buildSync({
  stdin: {
    contents: `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
      const client = new DynamoDBClient({});
      export const handler = () => client.send(new GetItemCommand({ TableName: '', Key: {} }));`,
    resolveDir: process.cwd(),
  },
  outfile: sdkAlone,
  ...BUNDLE_OPTIONS,
});

console.log('\nfunction                      KB   ms more than an empty handler');
report('(a DynamoDB client alone)', sdkAlone, { AWS_REGION: stack.region });
let isWithinAim = true;
for (const { shortName, properties } of functions) {
  // Outside the project, because its package.json would make Node load CommonJS as an ES module.
  const bundle = join(folder, `${shortName}.js`);
  copyFileSync(join(stack.assets(properties.Code.S3Key), 'index.js'), bundle);
  const { kilobytes, overMs } = report(shortName, bundle, {
    AWS_REGION: stack.region,
    LAMBDA_TASK_ROOT: stack.assets(properties.Code.S3Key),
    ...properties.Environment.Variables,
  });
  isWithinAim &&= overMs <= AIM.milliseconds && kilobytes <= AIM.kilobytes;
}
console.log(
  `\nAim: at most ${AIM.milliseconds} ms and ${AIM.kilobytes} KB each: ${isWithinAim ? 'met' : 'missed'}.`,
);

/** Measures a bundle and prints its line of the table. */
function report(name: string, file: string, environment: Record<string, string>) {
  const kilobytes = statSync(file).size / KILOBYTE;
  const empty: number[] = [];
  const full: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    empty.push(startUpMs(emptyHandler, environment));
    full.push(startUpMs(file, environment));
  }
  const overMs = median(full) - median(empty);
  console.log(`${name.padEnd(26)} ${kilobytes.toFixed(0).padStart(5)} ${overMs.toFixed(1).padStart(8)}`);
  return { kilobytes, overMs };
}

function startUpMs(file: string, environment: Record<string, string>): number {
  const beganMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file], {
    env: { ...environment, PATH: process.env.PATH },
    encoding: 'utf8',
  });
  const tookMs = performance.now() - beganMs;
  if (status !== 0) {
    throw new Error(`${file} did not load: ${stderr.slice(-500)}`);
  }
  return tookMs;
}
