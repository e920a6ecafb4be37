/**
 * `npm run bench:calls`: how often each kind of request waits for AWS, and what it costs, from the local
 * endpoint's record of calls.
 *
 * A wait is a period with at least one call in progress, so concurrent calls count as one wait. Each request
 * is made once to warm the functions, and then five times. The round with the fewest waits is printed. Units
 * are DynamoDB's.
 */
import type { RecordedCall } from '../local/aws/call-record.ts';
import { startLocal } from '../local/start-local.ts';
import { accessToken } from './access-token.ts';

const ROUNDS = 5;
const RESEND_AFTER_SECONDS = 1;
/** The services whose calls count. The gateway's call that starts the state machine does not. */
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

  /** Each function prepares a request, and returns the function that is measured. */
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
 * The line with the fewest waits, and of those the most frequent. A round may differ because a window has
 * just ended, or because a call was retried. On a busy machine, concurrent calls may also run one after the
 * other. The reverse cannot happen: a call that waits for another never overlaps it.
 */
function plainest(lines: readonly string[]): string {
  const times = (line: string) => lines.filter((each) => each === line).length;
  const waits = (line: string) => Number.parseInt(line, 10);
  return lines.toSorted((one, other) => waits(one) - waits(other) || times(other) - times(one))[0] ?? '';
}
