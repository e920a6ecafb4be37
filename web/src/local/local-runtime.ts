/** What only the local runtime offers, under `/_local`: faults, executions, and what people received. */
import type { ExecutionEvent, ExecutionPath } from '../../../handlers/contract/routes/executions.ts';
import { CallFailed } from '../api/failures.ts';

const FAULTS = '/_local/faults';

/** As docs/local-support.md describes them. */
export interface Fault {
  readonly service: 'dynamodb' | 'sns' | 'carrier' | 'secretsmanager' | 'lambda';
  readonly operation?: string;
  readonly function?: string;
  readonly error?: string;
  readonly delay_ms?: number;
  /** How many more calls it will hit. */
  readonly times: number;
}

/** The faults that are armed, oldest first. @throws CallFailed */
export async function listFaults(): Promise<readonly Fault[]> {
  return (await (await call(FAULTS)).json()) as readonly Fault[];
}

/** Arms faults in the given order. @throws CallFailed */
export async function addFaults(faults: readonly Fault[]): Promise<void> {
  for (const fault of faults) {
    await call(FAULTS, { method: 'POST', ...jsonBody(fault) });
  }
}

/** Disarms every fault; with `keepalive`, even as the page unloads. @throws CallFailed */
export async function clearFaults({ keepalive = false } = {}): Promise<void> {
  await call(FAULTS, { method: 'DELETE', keepalive });
}

/** SNS's link, or the code of a message by SES. */
const CONFIRMATION = /https?:\/\/\S*\bAction=ConfirmSubscription\S*|\b\d{6}\b/;

/** What an address has to be confirmed by, from the newest message that has something. @throws CallFailed */
export async function readConfirmation(email: string): Promise<string> {
  const messages = (await (await call('/_local/messages')).json()) as readonly LocalMessage[];
  const received = messages.filter(({ to }) => to === email);
  const [newest] = received.flatMap(({ body }) => CONFIRMATION.exec(body) ?? []);
  if (newest === undefined) {
    throw new CallFailed({ kind: 'unexpected', status: 404 });
  }
  return newest;
}

interface LocalMessage {
  readonly to: string;
  readonly body: string;
}

/** The executions that the runtime keeps, newest first. @throws CallFailed */
export async function listExecutions(): Promise<readonly ExecutionPath[]> {
  const records = (await (await call('/_local/executions')).json()) as readonly LocalExecution[];
  return records.map((record) => ({ ...record, events: record.events.filter(isOfState) }));
}

interface LocalExecution extends Omit<ExecutionPath, 'events'> {
  /** Including events of the execution as a whole, which name no state. */
  readonly events: readonly (Omit<ExecutionEvent, 'type' | 'state'> & {
    readonly type: string;
    readonly state?: string;
  })[];
}

const STATE_EVENTS: readonly string[] = [
  'StateEntered',
  'StateRetried',
  'StateFailed',
  'StateCaught',
  'StateExited',
] satisfies readonly ExecutionEvent['type'][];

const isOfState = (event: LocalExecution['events'][number]): event is ExecutionEvent =>
  event.state !== undefined && STATE_EVENTS.includes(event.type);

const jsonBody = (value: object): RequestInit => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await send(path, init);
  if (!response.ok) {
    throw new CallFailed({ kind: 'unexpected', status: response.status });
  }
  return response;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    throw new CallFailed({ kind: 'unreachable' }, { cause });
  }
}
