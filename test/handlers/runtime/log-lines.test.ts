/** The members of a log line: each byte of it is paid for with every code. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../../../handlers/domain/errors.ts';
import type { Notes } from '../../../handlers/runtime/observability.ts';
import { step } from '../../../handlers/runtime/step.ts';
import { CONTEXT, captureLog } from '../invoke.ts';

let log: ReturnType<typeof captureLog>;
beforeEach(() => {
  log = captureLog();
});
afterEach(() => {
  log.stop();
  delete process.env._X_AMZN_TRACE_ID;
});

const run = (act: (notes: Notes) => Promise<unknown> = async () => 'done') =>
  step('a-step', (_input: { request_id: string }, notes) => act(notes))({ request_id: 'r' }, CONTEXT);

/** Without metrics. */
const lines = (): Record<string, unknown>[] =>
  log
    .stop()
    .split('\n')
    .filter((line) => line.startsWith('{') && !line.includes('"_aws"'))
    .map((line) => JSON.parse(line));

describe('the line of an invocation', () => {
  it('says how the environment started, the first time, and then only how long it took', async () => {
    await run();
    await run();
    const [first, second] = lines();
    expect(first).toMatchObject({ init_ms: expect.any(Number), memory_mb: expect.any(Number) });
    expect(second).toEqual({
      level: 'INFO',
      message: 'a-step',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      service: 'token-courier',
      request_id: 'r',
      duration_ms: expect.any(Number),
    });
  });

  it("has Lambda's id and the memory in use in an error, about which Lambda may have written too", async () => {
    const failing = run(() => Promise.reject(new StoreUnavailable()));
    await expect(failing).rejects.toThrow(StoreUnavailable);
    expect(lines()).toMatchObject([
      {
        ...{ level: 'ERROR', outcome: 'StoreUnavailable' },
        ...{ function_request_id: 'invocation', memory_mb: expect.any(Number) },
      },
    ]);
  });

  it("has X-Ray's id when it is traced", async () => {
    process.env._X_AMZN_TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
    await run();
    process.env._X_AMZN_TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0';
    await run();
    const [traced, other] = lines();
    expect(traced).toMatchObject({ xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793' });
    expect(other).not.toHaveProperty('xray_trace_id');
  });
});
