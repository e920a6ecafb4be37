/** The faults of the local runtime, at `/_local/faults`: they exist on a developer's machine only. */
import { CallFailed } from '../../api/failures.ts';

const PATH = '/_local/faults';

/** As docs/local-support.md describes them. */
export interface Fault {
  readonly service: 'dynamodb' | 'sns' | 'secretsmanager' | 'lambda';
  readonly operation?: string;
  readonly function?: string;
  readonly error?: string;
  readonly delay_ms?: number;
  /** Calls that it will still hit. */
  readonly times: number;
}

/** @throws CallFailed */
export async function listFaults(): Promise<readonly Fault[]> {
  return (await (await call({})).json()) as readonly Fault[];
}

/** @throws CallFailed */
export async function addFault(fault: Fault): Promise<void> {
  await call({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
}

/** @throws CallFailed */
export async function clearFaults(): Promise<void> {
  await call({ method: 'DELETE' });
}

async function call(init: RequestInit): Promise<Response> {
  const response = await send(init);
  if (!response.ok) {
    throw new CallFailed({ kind: 'unexpected', status: response.status });
  }
  return response;
}

async function send(init: RequestInit): Promise<Response> {
  try {
    return await fetch(PATH, init);
  } catch (cause) {
    throw new CallFailed({ kind: 'unreachable' }, { cause });
  }
}
