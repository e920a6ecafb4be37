/** Measures what one code uses, with the local runtime's record of calls. */
import type { RecordedCall } from '../../local/aws/call-record.ts';
import type { LocalRuntime } from '../../local/start-local.ts';
import { startLocal } from '../../local/start-local.ts';
import { accessToken } from '../access-token.ts';
import type { Measured, Use } from './measured.ts';

const NUMBER = '+4915112345678';

/** DynamoDB Local or dynalite, whichever there is. */
export async function measure(): Promise<Measured> {
  const runtime = await startLocal({
    output: 'cdk.out.bench',
    engine: 'auto',
    context: ['events=true'],
    onProgress: console.log,
  });
  try {
    const authorization = `Bearer ${await accessToken(runtime.issuerUrl)}`;
    const post = async (path: string, body: object): Promise<void> => {
      const headers = { authorization, 'content-type': 'application/json' };
      const response = await fetch(`${runtime.apiUrl}${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (!response.ok) {
        throw new Error(`${path}: ${await response.text()}`);
      }
    };
    // The first of each reads secrets, which environments then keep.
    await post('/tokens', { user_id: 'first', phone_number: '+4915212345678', channel: 'sms' });
    await post('/tokens/verify', { user_id: 'first', token: codeTo('+4915212345678', runtime) });
    const issue = await use(runtime, () =>
      post('/tokens', { user_id: 'second', phone_number: NUMBER, channel: 'sms' }),
    );
    const verify = await use(runtime, () =>
      post('/tokens/verify', { user_id: 'second', token: codeTo(NUMBER, runtime) }),
    );
    return { issue, verify };
  } finally {
    await runtime.close();
  }
}

const codeTo = (to: string, { aws }: LocalRuntime): string =>
  aws.messages
    .list()
    .find((message) => message.to === to)
    ?.body.match(/\b\d{6}\b/)?.[0] ?? '';

async function use({ aws }: LocalRuntime, request: () => Promise<void>): Promise<Use> {
  const before = { lines: aws.logs.list().length, executions: aws.executions.list().length };
  aws.calls.start();
  await request();
  const calls = aws.calls.stop();
  const lines = aws.logs.list().slice(before.lines);
  const sum = (units: 'writeUnits' | 'readUnits') => calls.reduce((total, call) => total + call[units], 0);
  const activityUnits = calls
    .flatMap(({ operation, unitsBy }) => (operation === 'PutItem' ? Object.entries(unitsBy) : []))
    .reduce((total, [name, units]) => total + (/activity/.test(name) ? units : 0), 0);
  return {
    requests: 1,
    executions: aws.executions.list().length - before.executions,
    functions: new Set(lines.map((line) => line.function).filter((name) => name !== 'forward-events')).size,
    published: calls.filter(isPublish).length,
    writeUnits: sum('writeUnits') - activityUnits,
    activityUnits,
    readUnits: sum('readUnits'),
    events: lines.filter(({ line }) => line.includes('"event":{')).length,
  };
}

const isPublish = ({ service }: RecordedCall): boolean => service === 'sns';
