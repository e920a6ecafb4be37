import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.ts';
import { functionResource } from '../../fixtures/cdk-out.ts';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

/** One bundle whose commands cover everything that a function can do right or wrong. */
const SAMPLE = `
let busy = 0;
let invocations = 0;
exports.handler = async (event, context) => {
  invocations += 1;
  switch (event.do) {
    case 'env': return { ...process.env };
    case 'context': return { ...context, left: context.getRemainingTimeInMillis() };
    case 'dawdle': {
      await new Promise((resolve) => setTimeout(resolve, 1_010));
      return { left: context.getRemainingTimeInMillis() };
    }
    case 'throw': throw Object.assign(new Error('the store is down'), { name: 'StoreUnavailable' });
    case 'hang': return new Promise(() => {});
    case 'exit': return process.exit(1);
    case 'late': setTimeout(() => { throw new TypeError('later'); }, 1); return new Promise(() => {});
    case 'hog': { const all = []; for (;;) all.push(new Array(100000).fill(Math.random())); }
    case 'log': console.log('seen ' + event.text); return null;
    case 'overlap': {
      busy += 1;
      const most = busy;
      await new Promise((resolve) => setTimeout(resolve, 100));
      busy -= 1;
      return { most };
    }
    case 'wire': return { date: new Date(0), gone: undefined };
    default: return invocations;
  }
};`;
/** Two bundles of the same length. */
const ONE = `exports.handler = async () => new Error('1').stack;`;
const TWO = `exports.handler = async () => new Error('2').stack;`;
const MODULE = "export const handler = async ({ name }) => 'Hello, ' + name;";

let aws: LocalEndpoint;
const { NODE_COMPILE_CACHE: cacheOfThisRun } = process.env;
const cache = mkdtempSync(join(tmpdir(), 'compile-cache-'));

beforeAll(async () => {
  process.env.AWS_PROFILE = 'of-the-developer';
  process.env.NODE_COMPILE_CACHE = cache;
  aws = await startLocalEndpoint(
    {
      Sample: functionResource('sample', {
        Timeout: 1,
        MemorySize: 64,
        Environment: { Variables: { TABLE: { 'Fn::Join': ['-', ['a', 'b']] } } },
      }),
      // Filling the memory can take a while on a busy machine.
      Greedy: functionResource('greedy', { Timeout: 60, MemorySize: 64 }),
      Module: functionResource('module'),
      One: functionResource('one'),
      Two: functionResource('two'),
      Again: functionResource('again'),
      Broken: functionResource('broken'),
      Python: functionResource('python', { Runtime: 'python3.13' }),
    },
    {
      sample: { 'index.js': SAMPLE },
      greedy: { 'index.js': SAMPLE },
      module: { 'index.mjs': MODULE },
      one: { 'index.js': ONE },
      two: { 'index.js': TWO },
      again: { 'index.js': ONE },
      broken: { 'index.js': 'throw new SyntaxError("no good");' },
      python: { 'index.py': '' },
    },
  );
});
afterEach(() => aws.faults.clear());
afterAll(async () => {
  delete process.env.AWS_PROFILE;
  delete process.env.NODE_COMPILE_CACHE;
  if (cacheOfThisRun !== undefined) {
    process.env.NODE_COMPILE_CACHE = cacheOfThisRun;
  }
  await aws.close();
  rmSync(cache, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly error: string | null;
  readonly failed: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: each command of the bundle returns a different type
  readonly payload: any;
}

async function invoke(functionName: string, event: object): Promise<Answer> {
  const answer = await fetch(
    `${aws.url}/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`,
    {
      method: 'POST',
      body: JSON.stringify(event),
    },
  );
  return {
    status: answer.status,
    error: answer.headers.get('x-amzn-errortype'),
    failed: answer.headers.get('x-amz-function-error'),
    payload: await answer.json(),
  };
}

describe('a function', () => {
  it('can be invoked by name and by ARN, and can be an ES module', async () => {
    expect(await invoke('Sample-Module', { name: 'Ada' })).toMatchObject({
      status: 200,
      failed: null,
      payload: 'Hello, Ada',
    });
    const arn = 'arn:aws:lambda:eu-central-1:000000000000:function:Sample-Module';
    expect((await invoke(arn, { name: 'Bob' })).payload).toBe('Hello, Bob');
  });

  it('has its own environment variables and none of the machine that it runs on', async () => {
    const { payload } = await invoke('Sample-Sample', { do: 'env' });
    expect(payload).toMatchObject({
      TABLE: 'a-b',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: aws.url,
      AWS_LAMBDA_FUNCTION_NAME: 'Sample-Sample',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '64',
      LAMBDA_TASK_ROOT: expect.stringMatching(/^\/.+/),
      _X_AMZN_TRACE_ID: expect.stringMatching(
        /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/,
      ),
    });
    expect(payload).not.toHaveProperty('AWS_PROFILE');
    expect(payload).not.toHaveProperty('PATH');
    expect(payload).not.toHaveProperty('NODE_COMPILE_CACHE');
  });

  it('gets a context with the remaining time', async () => {
    const { payload } = await invoke('Sample-Greedy', { do: 'context' });
    expect(payload).toMatchObject({
      functionName: 'Sample-Greedy',
      memoryLimitInMB: '64',
      functionVersion: '$LATEST',
    });
    expect(payload.left).toBeGreaterThan(0);
    expect(payload.left).toBeLessThanOrEqual(60_000);
  });

  it('may run past its timeout, but sees the remaining time as on AWS', async () => {
    const { failed, payload } = await invoke('Sample-Sample', { do: 'dawdle' });
    expect(failed).toBeNull();
    expect(payload.left).toBe(0);
  });

  it('returns what survives JSON', async () => {
    expect((await invoke('Sample-Sample', { do: 'wire' })).payload).toEqual({
      date: '1970-01-01T00:00:00.000Z',
    });
  });

  it('is kept warm, and handles one invocation at a time', async () => {
    const before = (await invoke('Sample-Sample', {})).payload;
    expect((await invoke('Sample-Sample', {})).payload).toBe(before + 1);
    const all = await Promise.all(
      Array.from({ length: 3 }, () => invoke('Sample-Sample', { do: 'overlap' })),
    );
    expect(all.map(({ payload }) => payload.most)).toEqual([1, 1, 1]);
  });

  it('gets another environment when its only one stays busy', async () => {
    const hanging = invoke('Sample-Sample', { do: 'hang' });
    const other = await Promise.race([hanging, invoke('Sample-Sample', {})]);
    expect(other.failed).toBeNull();
    await hanging;
  });

  it('writes its log lines to the log store', async () => {
    await invoke('Sample-Sample', { do: 'log', text: 'nothing secret' });
    expect(aws.logs.list()).toContainEqual(
      expect.objectContaining({ function: 'sample', line: 'seen nothing secret' }),
    );
  });
});

describe('the compiled code of a bundle', () => {
  const files = () =>
    globSync(join(cache, '*', 'bundles', '*')).filter((file) => /\b[0-9a-f]{64}$/.test(file));
  /** The error that the function made, and where in its bundle. */
  const answered = async (name: string) => {
    const [message, at] = String((await invoke(`Sample-${name}`, {})).payload).split('\n');
    return [
      message,
      /([^/]+)\/(index\.js:\d+:\d+)/
        .exec(at ?? '')
        ?.slice(1)
        .join(' '),
    ];
  };
  const restarted = (name: string) => {
    aws.faults.add({ service: 'lambda', function: name.toLowerCase(), error: 'restart', times: 1 });
    return answered(name);
  };

  it('is kept by content once it has run, and is that of the file that runs', async () => {
    const before = files().length;
    const first = [await answered('One'), await answered('Two')];
    expect(await eventually(() => files().length === before + 2)).toBe(true);
    expect([await restarted('One'), await restarted('Two')]).toEqual(first);
    const [[error, place], [otherError]] = first as [string[], string[]];
    expect([error, otherError]).toEqual(['Error: 1', 'Error: 2']);
    // The same code under another name.
    expect(await answered('Again')).toEqual(['Error: 1', place?.replace(/^\S+/, 'asset.again')]);
    expect(files()).toHaveLength(before + 2);
  });

  it('is replaced when V8 cannot use it', async () => {
    await answered('One');
    const unusable = Buffer.from('not of this V8');
    for (const file of files()) {
      writeFileSync(file, unusable);
    }
    expect((await restarted('One'))[0]).toBe('Error: 1');
    expect(await eventually(() => files().some((file) => !readFileSync(file).equals(unusable)))).toBe(true);
  });
});

describe('an environment', () => {
  const withBytes = (name: string, bytes: number) =>
    functionResource(name, {
      // {"A":""} takes eight bytes, and the escaped quote two.
      Environment: { Variables: { A: `"${'x'.repeat(bytes - 10)}` } },
    });

  it('may have 4 KB, counted as Lambda does', async () => {
    const full = await startLocalEndpoint({ Full: withBytes('full', 4096) }, { full: { 'index.js': '' } });
    await full.close();
  });

  it('over that is refused at start, with the name of the function', async () => {
    await expect(
      startLocalEndpoint(
        { Full: withBytes('full', 4096), Over: withBytes('over', 4097) },
        { full: { 'index.js': '' }, over: { 'index.js': '' } },
      ),
    ).rejects.toThrow(/environment variables exceed the 4KB limit: over \(4097 bytes\)\.$/);
  });
});

describe('a function that fails', () => {
  it.each([
    ['throws', 'Sample-Sample', { do: 'throw' }, 'StoreUnavailable', 'the store is down'],
    ['does not load', 'Sample-Broken', {}, 'SyntaxError', 'no good'],
    [
      'takes too long',
      'Sample-Sample',
      { do: 'hang' },
      'Sandbox.Timedout',
      /^RequestId: \S+ Error: Task timed out after 1.00 seconds$/,
    ],
    [
      'exits',
      'Sample-Sample',
      { do: 'exit' },
      'Runtime.ExitError',
      /Runtime exited with error: exit status 1$/,
    ],
    ['throws outside of the handler', 'Sample-Sample', { do: 'late' }, 'TypeError', 'later'],
    ['takes too much memory', 'Sample-Greedy', { do: 'hog' }, 'Runtime.ExitError', /Runtime exited/],
  ])(
    '%s: fails as it does on Lambda, and the next invocation works',
    async (_, name, event, errorType, message) => {
      const { failed, payload } = await invoke(name, event);
      expect(failed).toBe('Unhandled');
      expect(payload.errorType).toBe(errorType);
      expect(payload.errorMessage).toMatch(message);
      if (name !== 'Sample-Broken') {
        expect((await invoke(name, {})).failed).toBeNull();
      }
    },
  );

  it('because it does not exist', async () => {
    expect(await invoke('Nobody', {})).toMatchObject({ status: 404, error: 'ResourceNotFoundException' });
  });

  it('because its runtime is not supported here', async () => {
    expect((await invoke('Sample-Python', {})).payload.Message).toBe(
      'The local runtime does not run python3.13 (Sample-Python).',
    );
  });
});

describe('faults', () => {
  it('crash a warm environment', async () => {
    await invoke('Sample-Sample', {});
    aws.faults.add({ service: 'lambda', function: 'sample', error: 'crash', times: 1 });
    expect((await invoke('Sample-Sample', {})).payload.errorType).toBe('Runtime.ExitError');
  });

  it('restart a function: the call succeeds, in a new environment', async () => {
    await invoke('Sample-Sample', { do: 'count' });
    expect((await invoke('Sample-Sample', { do: 'count' })).payload).toBeGreaterThan(1);
    aws.faults.add({ service: 'lambda', function: 'sample', error: 'restart', times: 1 });
    expect(await invoke('Sample-Sample', { do: 'count' })).toMatchObject({ failed: null, payload: 1 });
    expect(aws.faults.list()).toEqual([]);
  });

  it('throttle as Lambda does', async () => {
    aws.faults.add({ service: 'lambda', error: 'TooManyRequestsException', times: 1 });
    expect(await invoke('Sample-Sample', {})).toMatchObject({
      status: 429,
      error: 'TooManyRequestsException',
    });
  });

  it('delay a call, and a delay beyond the timeout is a timeout', async () => {
    aws.faults.add({ service: 'lambda', function: 'sample', delay_ms: 60_000, times: 1 });
    expect((await invoke('Sample-Sample', {})).payload.errorType).toBe('Sandbox.Timedout');
  });
});
