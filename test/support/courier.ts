/** Starts the whole service on free ports, and calls its API with access tokens from its issuer. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LocalOptions } from '../../local/start-local.ts';
import { checkExchange } from './check-exchange.ts';
import type { Deployment } from './deployments.ts';
import { assemblyOf } from './deployments.ts';

/** Multiplies time limits, because suites run in parallel, and the machine may have other work. */
const PATIENCE = 10;
const RUN_LOCAL = fileURLToPath(new URL('run-local.ts', import.meta.url));
/**
 * V8 would start threads to collect the garbage of each function's environment. Beside other suites they only
 * compete for the same cores.
 */
const V8_OPTIONS = ['--single-threaded-gc'];

export interface Urls {
  readonly pageUrl: string;
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly issuerUrl: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the response that it expects
  readonly json: any;
}

export interface Message {
  readonly id: string;
  readonly channel: 'sms' | 'email';
  readonly to: string;
  readonly from?: string;
  readonly subject?: string;
  readonly body: string;
  readonly html?: string;
}

export interface Execution {
  readonly status: string;
  readonly error?: string;
  readonly events: { readonly type: string; readonly state?: string; readonly error?: string }[];
}

export interface BusEvent {
  readonly 'detail-type': string;
  readonly source: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface WebhookAttempt {
  readonly url: string;
  readonly outcome: number | string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface CallOptions {
  /** Scopes of the access token; null sends none. Default: every scope. */
  readonly scope?: string | null;
  /** Default: `local`. Others are `local_2` and the like. */
  readonly client?: string;
  readonly body?: unknown;
  /** Sent unchanged, instead of `body`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

export class Courier {
  private readonly accessTokens = new Map<string, Promise<string>>();
  readonly urls: Urls;
  /** What the functions have logged so far. */
  readonly logLines: readonly string[];
  /** Stops the service. */
  readonly close: () => Promise<void>;

  constructor(urls: Urls, logLines: readonly string[], close: () => Promise<void>) {
    this.urls = urls;
    this.logLines = logLines;
    this.close = close;
  }

  /** Calls the API. @throws when docs/openapi.yaml does not describe the request and its response */
  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const { scope = '', client = 'local', body, raw } = options;
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${this.urls.apiUrl}${path}`, {
      method,
      headers: {
        ...(scope === null ? {} : { authorization: `Bearer ${await this.accessToken(scope, client)}` }),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
    });
    const { status, headers } = response;
    const text = await response.text();
    checkExchange({ method, path, payload: payload?.toString(), status, headers, text });
    return {
      status,
      headers,
      text,
      json: text ? JSON.parse(text) : undefined,
    };
  }

  issue(body: Record<string, unknown>, options: CallOptions = {}): Promise<Answer> {
    return this.call('POST', '/tokens', { ...options, body });
  }

  verify(
    userId: string,
    token: string,
    more: Record<string, unknown> = {},
    options: CallOptions = {},
  ): Promise<Answer> {
    return this.call('POST', '/tokens/verify', { ...options, body: { user_id: userId, token, ...more } });
  }

  async listed(query: string): Promise<Record<string, unknown>[]> {
    return (await this.call('GET', `/tokens?${query}`)).json.tokens;
  }

  /** The messages that people received, newest first. */
  async messages(to?: string): Promise<Message[]> {
    const all = await this.local<Message[]>('messages');
    return to === undefined ? all : all.filter((message) => message.to === to);
  }

  /** The code of the newest message to a destination. */
  async codeSentTo(to: string): Promise<string> {
    const [message] = await this.messages(to);
    const code = message?.body.match(/\b\d{6}\b/)?.[0];
    if (!code) {
      throw new Error('No message with a code arrived');
    }
    return code;
  }

  async latestExecution(): Promise<Execution> {
    const [latest] = await this.local<Execution[]>('executions');
    if (!latest) {
      throw new Error('Nothing was executed');
    }
    return latest;
  }

  async injectFault(fault: Record<string, unknown>): Promise<void> {
    const response = await fetch(`${this.urls.pageUrl}/_local/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    if (!response.ok) {
      throw new Error(await response.text());
    }
  }

  /** The injected faults that are still armed. */
  faults(): Promise<Record<string, unknown>[]> {
    return this.local('faults');
  }

  async clearFaults(): Promise<void> {
    await fetch(`${this.urls.pageUrl}/_local/faults`, { method: 'DELETE' });
  }

  /** The alarms, those that are raised first. */
  alarms(): Promise<{ name: string; state: string; reason: string }[]> {
    return this.local('alarms');
  }

  /** Follows the newest confirmation link that an address received. */
  async followLinkOf(email: string): Promise<void> {
    const response = await fetch(`${this.urls.pageUrl}/_local/confirmations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
    if (!response.ok) {
      throw new Error(await response.text());
    }
  }

  /** What was put on the event bus, newest first. */
  events(): Promise<BusEvent[]> {
    return this.local('events');
  }

  /** Every try to send a webhook, newest first. */
  webhooks(): Promise<WebhookAttempt[]> {
    return this.local('webhooks');
  }

  /** Enrols a contact and follows the confirmation link of its email, if it has one. */
  async enrol(userId: string, contact: Record<string, string>): Promise<void> {
    const { status, text } = await this.call('PUT', `/contacts/${encodeURIComponent(userId)}`, {
      body: contact,
    });
    if (status !== 200) {
      throw new Error(text);
    }
    if (contact.email) {
      await this.confirm(userId, contact.email);
    }
  }

  /** What the newest message to an address asks to be typed or pasted: a code, or SNS's link. */
  async confirmationSentTo(email: string): Promise<string> {
    const [message] = await this.messages(email);
    const found = /http:\/\/\S+Action=ConfirmSubscription\S+|\b\d{6}\b/.exec(message?.body ?? '')?.[0];
    if (!found) {
      throw new Error('No confirmation arrived');
    }
    return found;
  }

  async confirm(userId: string, email: string): Promise<void> {
    const { status, text } = await this.call('POST', `/contacts/${encodeURIComponent(userId)}/confirm`, {
      body: { code: await this.confirmationSentTo(email) },
    });
    if (status !== 200) {
      throw new Error(text);
    }
  }

  private async local<T>(what: string): Promise<T> {
    return (await (await fetch(`${this.urls.pageUrl}/_local/${what}`)).json()) as T;
  }

  private accessToken(scope: string, client: string): Promise<string> {
    const name = `${client} ${scope}`;
    const known = this.accessTokens.get(name) ?? this.requestAccessToken(scope, client);
    this.accessTokens.set(name, known);
    return known;
  }

  private async requestAccessToken(scope: string, client: string): Promise<string> {
    const response = await fetch(`${this.urls.issuerUrl}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client}:local`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }
}

/**
 * Starts the service as one of the deployments under test, on DynamoDB Local if there is Java.
 *
 * Suites that do not test the store pass dynalite, which starts faster and is the default of `npm start`.
 */
export async function startCourier(
  deployment: Deployment = 'default',
  options: Pick<LocalOptions, 'alarmMinuteMs' | 'engine' | 'persist' | 'ports' | 'receiver'> = {},
): Promise<Courier> {
  const given: LocalOptions = {
    output: assemblyOf(deployment),
    synth: false,
    engine: 'auto',
    patience: PATIENCE,
    // With this patience, a cold start times nothing out, and most suites call only some of the functions.
    warmUp: false,
    // The machine is the same in all deployments, and test/infra/judges.test.ts validates it with
    // asl-validator.
    areMachinesValid: true,
    ...options,
  };
  const child = fork(RUN_LOCAL, [JSON.stringify(given)], { execArgv: V8_OPTIONS });
  const exited = once(child, 'exit');
  const logLines: string[] = [];
  const urls = await new Promise<Urls>((resolve, reject) => {
    child.on('message', (message: { line?: string; failure?: string; urls?: Urls }) => {
      if (message.line !== undefined) {
        logLines.push(message.line);
      }
      if (message.failure !== undefined) {
        reject(new Error(message.failure));
      }
      if (message.urls) {
        resolve(message.urls);
      }
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The local runtime ended with ${code}`)));
  });
  return new Courier(urls, logLines, async () => {
    child.disconnect();
    await exited;
  });
}
