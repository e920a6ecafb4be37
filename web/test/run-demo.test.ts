import { describe, expect, it } from '@jest/globals';
import type { ContactAnswer } from '../../handlers/contract/routes/contacts.ts';
import type { ExecutionPath } from '../../handlers/contract/routes/executions.ts';
import type { IssuedTokenAnswer } from '../../handlers/contract/routes/issue-token.ts';
import { CallFailed } from '../src/api/failures.ts';
import type { Fault } from '../src/local/local-runtime.ts';
import type { DemoApi, Stage } from '../src/views/faults/run-demo.ts';
import { runDemo } from '../src/views/faults/run-demo.ts';

const FAULT: Fault = { service: 'sns', operation: 'Publish', error: 'OptedOut', times: 2 };
const EARLIER = execution('arn:earlier');
const OWN = execution('arn:own');

interface Behaviour {
  readonly confirmed?: boolean;
  readonly started?: readonly ExecutionPath[];
  readonly failArming?: boolean;
  readonly issue?: () => Promise<IssuedTokenAnswer>;
}

/** The local runtime and the API, with the calls to them in order. */
function aStage({ confirmed = true, started = [OWN], failArming = false, issue }: Behaviour = {}) {
  const calls: string[] = [];
  let armed: readonly Fault[] = [];
  let kept = [EARLIER];
  const stage: Stage = {
    addFaults: async (faults) => {
      calls.push('arm');
      armed = [...armed, ...faults];
      if (failArming) {
        throw new CallFailed({ kind: 'unreachable' });
      }
    },
    clearFaults: async () => {
      calls.push('clear');
      armed = [];
    },
    readConfirmation: async (email) => `code of ${email}`,
    listExecutions: async () => kept,
  };
  const api: DemoApi = {
    putContact: async (user_id, contact) => {
      calls.push(`put ${user_id} ${contact.phone_number}`);
      return { user_id, ...contact, email_confirmed: confirmed } as ContactAnswer;
    },
    confirmContact: async (user_id, { code }) => {
      calls.push(`confirm ${user_id} by ${code}`);
      return { user_id } as ContactAnswer;
    },
    issueToken: async ({ user_id, purpose }) => {
      calls.push(`issue ${user_id} ${purpose} under ${armed.length}`);
      kept = [...started, ...kept];
      return issue ? await issue() : ({} as IssuedTokenAnswer);
    },
  };
  return { calls, stage, api, armed: () => armed };
}

describe('the demo of a fault', () => {
  it('arms it for one request of the demo person, disarms it, and returns the execution', async () => {
    const { calls, stage, api } = aStage();
    expect(await runDemo([FAULT], 1_207, api, stage)).toBe('arn:own');
    expect(calls).toEqual([
      'clear',
      'put demo.person +14255550107',
      'arm',
      'issue demo.person demo-1207 under 1',
      'clear',
    ]);
  });

  it('confirms the address of the demo person if that has not been done', async () => {
    const { calls, stage, api } = aStage({ confirmed: false });
    await runDemo([FAULT], 1, api, stage);
    expect(calls.slice(1, 4)).toEqual([
      'put demo.person +14255550101',
      'confirm demo.person by code of demo.person@example.com',
      'arm',
    ]);
  });

  it('returns the execution of a request that failed, as most demos intend', async () => {
    const issue = async () => {
      throw new CallFailed({ kind: 'unexpected', status: 503 });
    };
    const { stage, api, armed } = aStage({ issue });
    expect(await runDemo([FAULT], 1, api, stage)).toBe('arn:own');
    expect(armed()).toEqual([]);
  });

  it.each([
    ['the request starts no execution', { started: [], issue: refused }, 'unexpected'],
    ['a fault cannot be armed', { started: [], failArming: true }, 'unreachable'],
  ] as const)('leaves nothing armed and says why when %s', async (_, behaviour, kind) => {
    const { stage, api, armed } = aStage(behaviour);
    await expect(runDemo([FAULT, FAULT], 1, api, stage)).rejects.toMatchObject({ failure: { kind } });
    expect(armed()).toEqual([]);
  });

  it('leaves nothing armed after an unexpected error', async () => {
    const issue = async () => {
      throw new TypeError('a defect');
    };
    const { stage, api, armed } = aStage({ issue });
    await expect(runDemo([FAULT], 1, api, stage)).rejects.toThrow(TypeError);
    expect(armed()).toEqual([]);
  });
});

async function refused(): Promise<IssuedTokenAnswer> {
  throw new CallFailed({ kind: 'unexpected', status: 429 });
}

function execution(execution_arn: string): ExecutionPath {
  return { execution_arn, status: 'FAILED', started_at: '2026-11-22T10:00:00.000Z', events: [] };
}
