/** A project that has the packages installed, and of everything else only what they say that they need. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The construct's dependencies and peers, and types for Node. */
const NEEDED = [
  '@types/node',
  'aws-cdk-lib',
  'constructs',
  'libphonenumber-js',
  'undici-types',
  'yaml',
  'zod',
];
/** Node would otherwise find them in the repository, above a folder of a test run. */
const NOT_NEEDED = ['esbuild', 'typescript', 'vite'];

/** Where the packages go is up to the caller: `node_modules/token-courier` and so on. */
export function makeProject(folder: string): void {
  const modules = join(folder, 'node_modules');
  for (const name of NEEDED) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(resolve('node_modules', name), join(modules, name), 'dir');
  }
  for (const name of NOT_NEEDED) {
    mkdirSync(join(modules, name), { recursive: true });
    writeFileSync(join(modules, name, 'index.js'), `throw new Error('${name} is not needed');\n`);
  }
  writeFileSync(join(folder, 'package.json'), '{"name": "app", "private": true}\n');
}

/** An app of CommonJS, as most CDK apps are once they are compiled. */
export const COMMONJS_APP = `
const { App, Stack } = require('aws-cdk-lib');
const { Mfa, UserPool } = require('aws-cdk-lib/aws-cognito');
const { TokenCourier } = require('token-courier');
const { CognitoCodeKey } = require('token-courier/cognito/code-key');
const { CognitoSmsSender } = require('token-courier/cognito/code-senders');
const { CognitoCustomAuth } = require('token-courier/cognito/custom-auth');

const app = new App({ outdir: 'assembly', context: { 'aws:cdk:enable-path-metadata': true } });
const stack = new Stack(app, 'SignIn', { env: { region: 'eu-central-1' }, crossRegionReferences: true });
const courier = new TokenCourier(stack, 'TokenCourier', { brandName: 'Example', hooks: { gateway: { logto: {} } } });
const codeKey = new CognitoCodeKey(stack, 'CodeKey');
const userPool = new UserPool(stack, 'Users', {
  autoVerify: { phone: true },
  standardAttributes: { phoneNumber: { required: true, mutable: true } },
  mfa: Mfa.OFF,
  customSenderKmsKey: codeKey,
});
new CognitoCustomAuth(stack, 'second-factor', { userPool, courier });
new CognitoSmsSender(stack, 'sms', { userPool, codeKey, courier });
app.synth();
`;
