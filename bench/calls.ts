/**
 * `npm run bench:calls`: what each path waits for and what it costs, from the local endpoint's own record.
 *
 * A wait is a stretch of time in which at least one call is under way, and which began after every call before it
 * had ended: calls that were made at once are one. Every path is taken once before, so functions are warm; then
 * five times, of which the round with the fewest waits is printed. Units are DynamoDB's own.
 */
import type { RecordedCall } from '../local/aws/call-record.ts';
import { startLocal } from '../local/start-local.ts';
import { accessToken } from './access-token.ts';

const ROUNDS = 5;
const RESEND_AFTER_SECONDS = 1;
/** Calls that make a request wait; the gateway's own start of the machine is not one of them. */
const SERVICES = ['dynamodb', 'sns', 'secretsmanager', 'kms'];

const runtime = await startLocal({
  output: 'cdk.out.bench',
  engine: 'auto',
  context: [`resendAfterSeconds=${RESEND_AFTER_SECONDS}`],
  onProgress: console.log,
});
try {
  const authorization = `Bearer ${await accessToken(runtime.issuerUrl)}`;
  const api = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${runtime.apiUrl}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${text}`);
    }
    return text;
  };
  let people = 0;
  const somebody = () => {
    people += 1;
    return {
      user_id: `bench-${people}`,
      phone_number: `+4915${String(100_000_000 + people)}`,
      channel: 'sms',
    };
  };
  const codeOf = (phoneNumber: string) =>
    runtime.aws.messages
      .list()
      .find(({ to }) => to === phoneNumber)
      ?.body.match(/\b\d{6}\b/)?.[0] ?? '';
  const issued = async () => {
    const person = somebody();
    await api('POST', '/tokens', person);
    return person;
  };

  /** Prepares, and gives what is measured. */
  const paths: Record<string, () => Promise<() => Promise<unknown>>> = {
    'first issue': async () => {
      const person = somebody();
      return () => api('POST', '/tokens', person);
    },
    'issue to a contact': async () => {
      const { user_id, phone_number } = somebody();
      await api('PUT', `/contacts/${user_id}`, { phone_number });
      return () => api('POST', '/tokens', { user_id });
    },
    resend: async () => {
      const person = await issued();
      await new Promise((resolve) => setTimeout(resolve, RESEND_AFTER_SECONDS * 1000 + 100));
      return () => api('POST', '/tokens', person);
    },
    'right verify': async () => {
      const { user_id, phone_number } = await issued();
      return () => api('POST', '/tokens/verify', { user_id, token: codeOf(phone_number) });
    },
    'wrong verify': async () => {
      const { user_id, phone_number } = await issued();
      const token = codeOf(phone_number) === '000000' ? '000001' : '000000';
      return () => api('POST', '/tokens/verify', { user_id, token });
    },
    list: async () => () => api('GET', '/tokens'),
  };

  console.log('\npath                 waits   calls   write units   read units');
  for (const [name, prepare] of Object.entries(paths)) {
    const lines: string[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const act = await prepare();
      runtime.aws.calls.start();
      await act();
      lines.push(lineOf(runtime.aws.calls.stop()));
    }
    console.log(`${name.padEnd(18)}${plainest(lines.slice(1))}`);
  }
} finally {
  await runtime.close();
}

function lineOf(recorded: readonly RecordedCall[]): string {
  const calls = recorded.filter(({ service }) => SERVICES.includes(service));
  const sum = (units: 'readUnits' | 'writeUnits') => calls.reduce((total, call) => total + call[units], 0);
  const figures = [waitsOf(calls), calls.length, sum('writeUnits'), sum('readUnits')];
  return figures.map((figure, i) => String(figure).padStart([8, 8, 14, 13][i] ?? 8)).join('');
}

function waitsOf(calls: readonly RecordedCall[]): number {
  let waits = 0;
  let endedMs = Number.NEGATIVE_INFINITY;
  for (const call of calls.toSorted((one, other) => one.startedMs - other.startedMs)) {
    if (call.startedMs > endedMs) {
      waits += 1;
    }
    endedMs = Math.max(endedMs, call.endedMs);
  }
  return waits;
}

/**
 * Of the same rounds one may differ: by a window that just ended, or a call that was repeated. And on a busy machine,
 * calls that were made at once may run one after the other; none that waits for another can run beside it.
 */
function plainest(lines: readonly string[]): string {
  const times = (line: string) => lines.filter((each) => each === line).length;
  const waits = (line: string) => Number.parseInt(line, 10);
  return lines.toSorted((one, other) => waits(one) - waits(other) || times(other) - times(one))[0] ?? '';
}
