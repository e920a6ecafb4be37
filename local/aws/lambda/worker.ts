/**
 * Runs inside a worker thread: loads one function's bundle and handles one invocation at a time, as a Lambda
 * execution environment does. Payloads cross the thread boundary as JSON text, so they lose here what they
 * would lose on AWS.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { CommonJs } from './common-js.ts';
import { loadCommonJs } from './common-js.ts';
import { keepInside } from './outside.ts';
import type { FunctionError, Invocation, WorkerReply, WorkerSettings } from './protocol.ts';
import { COMPILE_CACHE } from './protocol.ts';

type Handler = (event: unknown, context: object) => unknown;
type Bundle = Pick<CommonJs, 'exports'> & Partial<CommonJs>;
type Loaded = Bundle & { readonly handler: Handler };

const settings = workerData as WorkerSettings;
const EXTENSIONS = ['.mjs', '.cjs', '.js'];

const reply = (message: WorkerReply): void => parentPort?.postMessage(message);

delete process.env[COMPILE_CACHE];
keepInside(settings.outsideUrl);

try {
  const { handler, keepCompiled } = await loadHandler();
  parentPort?.on('message', async (invocation: Invocation) => {
    await invoke(handler, invocation);
    keepCompiled?.();
  });
  reply({ kind: 'ready' });
} catch (error) {
  reply({ kind: 'init-failed', error: describe(error) });
}

async function invoke(handler: Handler, invocation: Invocation): Promise<void> {
  process.env._X_AMZN_TRACE_ID = invocation.traceId;
  try {
    const result = await handler(JSON.parse(invocation.payload), createContext(invocation));
    reply({ kind: 'result', payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    reply({ kind: 'failed', error: describe(error) });
  }
}

async function loadHandler(): Promise<Loaded> {
  const separator = settings.handler.lastIndexOf('.');
  const base = join(settings.folder, settings.handler.slice(0, separator));
  const name = settings.handler.slice(separator + 1);
  const file = EXTENSIONS.map((extension) => base + extension).find((path) => existsSync(path));
  if (file === undefined) {
    throw namedError('Runtime.ImportModuleError', `Cannot find module ${base}`);
  }
  const bundle: Bundle = isEsm(file)
    ? { exports: await import(pathToFileURL(file).href) }
    : loadCommonJs(file);
  const handler = bundle.exports[name];
  if (typeof handler === 'function') {
    return { ...bundle, handler: handler as Handler };
  }
  throw namedError('Runtime.HandlerNotFound', `${settings.handler} is undefined or not exported`);
}

/** On Lambda there is nothing above the bundle's folder; here a package.json above it must not count. */
function isEsm(file: string): boolean {
  if (!file.endsWith('.js')) {
    return file.endsWith('.mjs');
  }
  const packageFile = join(settings.folder, 'package.json');
  return existsSync(packageFile) && JSON.parse(readFileSync(packageFile, 'utf8')).type === 'module';
}

function createContext({ requestId, deadlineMs }: Invocation): object {
  const { functionName, functionArn, memorySizeMb } = settings;
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
    invokedFunctionArn: functionArn,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: String(memorySizeMb),
  };
}

/**
 * Describes an error as Lambda's Node.js runtime does. For a thrown value that is not an Error, the type is
 * its `typeof`.
 */
function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

const namedError = (name: string, message: string): Error => Object.assign(new Error(message), { name });
