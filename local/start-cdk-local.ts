/**
 * Runs a synthesised stack on this machine: the AWS endpoint, the issuer, and one origin for page and API.
 */
import { resolve } from 'node:path';
import type { AwsEndpoint, AwsEndpointOptions } from './aws/endpoint.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { DEFAULT_PATIENCE } from './aws/wire/patience.ts';
import type { Stack } from './cloudformation/load-stack.ts';
import { loadStack } from './cloudformation/load-stack.ts';
import { findStack } from './cloudformation/template.ts';
import { createTokenVerifier } from './http/api-gateway/authorize.ts';
import type { RestApi } from './http/api-gateway/rest-api.ts';
import { readRestApi } from './http/api-gateway/rest-api.ts';
import { serveRestApi } from './http/api-gateway/serve-rest-api.ts';
import type { Hook, ReadSecret } from './http/hooks.ts';
import { secretsAt } from './http/hooks.ts';
import type { LoopbackServer } from './http/listen-loopback.ts';
import { listenOnLoopback } from './http/listen-loopback.ts';
import type { LocalState } from './http/local-api.ts';
import type { RewriteFile } from './http/page/bucket-files.ts';
import { readDistribution } from './http/page/distribution.ts';
import type { LocalUrls } from './http/page/local-urls.ts';
import { toLocalUrls } from './http/page/local-urls.ts';
import { readOwnHosts } from './http/page/own-hosts.ts';
import { serveHttp } from './http/serve-http.ts';
import { invokeFunction } from './issuer/invoke-function.ts';
import type { Operator } from './issuer/operators.ts';
import { serveIssuer } from './issuer/serve-issuer.ts';
import { readUserPool } from './issuer/user-pool.ts';
import { IN_MEMORY } from './persistence/keeper.ts';
import type { StateFolder } from './persistence/state-folder.ts';
import { openStateFolder } from './persistence/state-folder.ts';

const OPEN_ENGINE =
  'DynamoDB Local listens on every network interface of this machine, and has no option to change that.';
/** The stack to run is the one that has this resource. */
const MAIN_RESOURCE = 'AWS::ApiGateway::RestApi';

export interface CdkLocalOptions {
  /**
   * The cloud assembly's folder, or a function that writes one and returns its path, called once ports are
   * open.
   */
  readonly assembly: string | (() => Promise<string>);
  /** Default: the only stack of the assembly that has a REST API. */
  readonly stack?: string;
  /** Display name of the service. Default: the stack's name. */
  readonly name?: string;
  /** Who can sign in; the first one when a sign-in names nobody. Default: nobody. */
  readonly operators?: readonly Operator[];
  /** Where other systems call the service. Default: nowhere. */
  readonly hooks?: (running: HookSources) => Promise<readonly Hook[]>;
  /** Changes files of the page before they are served. */
  readonly rewriteFile?: RewriteFile;
  /** 0, the default, picks a free port. */
  readonly ports?: { readonly page?: number; readonly aws?: number; readonly issuer?: number };
  /** Folder for the state that survives a restart. Default: no state survives. */
  readonly persist?: string;
  readonly engine?: AwsEndpointOptions['engine'];
  /** See aws/wire/patience.ts. */
  readonly patience?: number;
  /** URL on this machine that gets what functions send to hosts outside. Default: it is only kept. */
  readonly receiver?: string;
  /** The attribute in which a queue's message says until when it waits. Default: none does. */
  readonly dueAttribute?: string;
  /** How long a minute of alarms takes, in milliseconds: their periods shrink with it. Default 60,000. */
  readonly alarmMinuteMs?: number;
  /** false: no function starts before its first invocation, which then takes longer. Default true. */
  readonly warmUp?: boolean;
  /** true: the assembly's state machines are known to be valid and are not validated again. */
  readonly areMachinesValid?: boolean;
  /** Default `java`. */
  readonly javaPath?: string;
  /** Called with each step of the start, worded for people. */
  readonly onProgress?: (text: string) => void;
  /** Called with each line that a function writes. */
  readonly onLog?: AwsEndpointOptions['onLog'];
  /** Called with the reason when a request ends with a server error. */
  readonly onFailure?: (message: string) => void;
  /** Aborts the start. */
  readonly signal?: AbortSignal;
}

/** What hooks are made of. */
export interface HookSources {
  readonly stack: Stack;
  readonly apiUrl: string;
  readonly readSecret: ReadSecret;
}

export interface CdkLocal {
  /** URLs, without a trailing slash. */
  readonly pageUrl: string;
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly issuerUrl: string;
  readonly stack: Stack;
  readonly aws: AwsEndpoint;
  readonly hooks: () => Promise<readonly Hook[]>;
  /** Absolute path; absent when no state is kept. */
  readonly stateFolder?: string;
  /** Stops everything that was started. */
  close(): Promise<void>;
}

/**
 * Starts everything. If a part fails, stops the parts that were already started.
 * @throws {PortInUseError}
 * @throws {StateFolderError}
 * @throws {UnsupportedResourcesError}
 */
export async function startCdkLocal(options: CdkLocalOptions): Promise<CdkLocal> {
  const closers: (() => Promise<void>)[] = [];
  let folder: StateFolder | undefined;
  const close = async () => {
    await Promise.all(closers.splice(0).map((closer) => closer()));
    // Closed last, because the other parts write to it.
    folder?.close();
    folder = undefined;
  };
  try {
    if (options.persist !== undefined) {
      folder = openStateFolder(resolve(options.persist), options.name);
    }
    return { ...(await startAll(options, closers, folder)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startAll(
  options: CdkLocalOptions,
  closers: (() => Promise<void>)[],
  stateFolder: StateFolder | undefined,
): Promise<Omit<CdkLocal, 'close'>> {
  const { ports = {}, patience = DEFAULT_PATIENCE, signal, onProgress = () => undefined } = options;
  const [page, issuer] = await openPorts(ports, closers);

  const folder = typeof options.assembly === 'string' ? options.assembly : await options.assembly();
  signal?.throwIfAborted();
  const stack = await loadStack(folder, options.stack ?? (await findStack(folder, MAIN_RESOURCE)));
  const { name, region, accountId } = stack;
  stateFolder?.claim({ stack: name, region, accountId });
  const state = stateFolder ?? IN_MEMORY;

  onProgress('Starting the AWS emulators …');
  const own = readOwnHosts(stack);
  const urls = { pageUrl: page.url, issuerUrl: issuer.url, ownHosts: [...own.page, ...own.api] };
  const starting = startAwsEndpoint({
    stack,
    port: ports.aws ?? 0,
    state,
    localise: (value) => toLocalUrls(value, urls),
    ...(options.engine === undefined ? {} : { engine: options.engine }),
    patience,
    areMachinesValid: options.areMachinesValid ?? false,
    warmUp: options.warmUp ?? true,
    ...(options.javaPath === undefined ? {} : { javaPath: options.javaPath }),
    ...(options.onLog === undefined ? {} : { onLog: options.onLog }),
    receiver: options.receiver,
    dueAttribute: options.dueAttribute,
    alarmMinuteMs: options.alarmMinuteMs,
  });
  closers.push(() => starting.then((aws) => aws.close()).catch(() => undefined));
  issuer.serve(
    await serveIssuer({
      issuerUrl: issuer.url,
      userPool: readUserPool(stack),
      operators: options.operators ?? [],
      pageOrigins: ['localhost', '127.0.0.1'].map((host) => `http://${host}:${page.port}`),
      keeper: state.keeper('issuer', 'at-once'),
      invokeTrigger: async (functionArn, event) =>
        invokeFunction({ awsUrl: (await starting).url, patience }, functionArn, event),
    }),
  );
  const aws = await starting;
  signal?.throwIfAborted();
  if (aws.dynamodbEngine === 'dynamodb-local') {
    onProgress(OPEN_ENGINE);
  }
  const api = readRestApi(stack);
  const apiUrl = `${page.url}/${api.stage}`;
  const sources = { stack, apiUrl, readSecret: secretsAt(aws.url, region) };
  const hooks = async () => (await options.hooks?.(sources)) ?? [];
  servePage(page, stack, api, { ...aws, hooks }, urls, options);
  aws.schedules.start();
  return {
    pageUrl: page.url,
    issuerUrl: issuer.url,
    apiUrl,
    awsUrl: aws.url,
    stack,
    aws,
    hooks,
    ...(stateFolder ? { stateFolder: stateFolder.path } : {}),
  };
}

/** Opens the ports before anything slow, so that a port in use is reported at once. */
async function openPorts(
  ports: NonNullable<CdkLocalOptions['ports']>,
  closers: (() => Promise<void>)[],
): Promise<readonly [page: LoopbackServer, issuer: LoopbackServer]> {
  const open = async (port = 0) => {
    const server = await listenOnLoopback(port);
    closers.push(server.close);
    return server;
  };
  const servers = [await open(ports.page), await open(ports.issuer)] as const;
  const probe = await listenOnLoopback(ports.aws ?? 0);
  await probe.close();
  return servers;
}

function servePage(
  page: LoopbackServer,
  stack: Stack,
  api: RestApi,
  aws: AwsEndpoint & Pick<LocalState, 'hooks'>,
  urls: LocalUrls,
  {
    name = stack.name,
    rewriteFile,
    onFailure = () => undefined,
    patience = DEFAULT_PATIENCE,
  }: CdkLocalOptions,
): void {
  page.serve(
    serveHttp({
      name,
      stage: api.stage,
      serveApi: serveRestApi(api, {
        awsUrl: aws.url,
        verifyToken: createTokenVerifier(urls.issuerUrl),
        onFailure,
        onAnswer: aws.countRequest,
        patience,
      }),
      distribution: readDistribution(stack, urls, rewriteFile),
      state: aws,
      onFailure,
    }),
  );
}
