/**
 * `npm run bench:cold`: size and start-up of every function's bundle.
 *
 * Start-up is a whole fresh Node process that loads the bundle, over one that loads an empty handler.
 * The machine is noisy, so the two are run in turns and medians are compared.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadStack } from '../local/cloudformation/load-stack.ts';
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
const stack = await loadStack(ASSEMBLY, 'TokenCourier');
const functions = [...stack.resources.values()].filter(
  ({ type, properties }) => type === 'AWS::Lambda::Function' && properties.TracingConfig !== undefined,
) as unknown as { shortName: string; properties: FunctionProperties }[];

const folder = mkdtempSync(join(tmpdir(), 'empty-handler-'));
const emptyHandler = join(folder, 'index.js');
writeFileSync(emptyHandler, 'exports.handler = async () => {};');

console.log('\nfunction            KB   over an empty handler, ms');
let isWithinAim = true;
for (const { shortName, properties } of functions) {
  // Out of this project's reach, whose package.json would make Node read CommonJS as an ES module.
  const bundle = join(folder, `${shortName}.js`);
  copyFileSync(join(stack.assets(properties.Code.S3Key), 'index.js'), bundle);
  const kilobytes = statSync(bundle).size / KILOBYTE;
  const environment = { AWS_REGION: stack.region, ...properties.Environment.Variables };
  const empty: number[] = [];
  const full: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    empty.push(startUpMs(emptyHandler, environment));
    full.push(startUpMs(bundle, environment));
  }
  const overMs = median(full) - median(empty);
  isWithinAim &&= overMs <= AIM.milliseconds && kilobytes <= AIM.kilobytes;
  console.log(`${shortName.padEnd(16)} ${kilobytes.toFixed(0).padStart(5)} ${overMs.toFixed(1).padStart(8)}`);
}
rmSync(folder, { recursive: true });
console.log(
  `\nAim: at most ${AIM.milliseconds} ms and ${AIM.kilobytes} KB each: ${isWithinAim ? 'met' : 'missed'}.`,
);

function startUpMs(file: string, environment: Record<string, string>): number {
  const beganMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file], {
    env: { ...environment, PATH: process.env.PATH },
    encoding: 'utf8',
  });
  const tookMs = performance.now() - beganMs;
  if (status !== 0) throw new Error(`${file} did not load: ${stderr.slice(-500)}`);
  return tookMs;
}
