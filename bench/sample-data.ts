/**
 * The data in the console's screenshots: people, tokens in every status, reports of carriers, a fallback, a retry,
 * refusals.
 *
 * It is created as in real use, by API calls and with the messages that people received. Only the metrics are
 * copied into the preceding hour, because a service that has just started has no history. Phone numbers are
 * from ranges that are reserved for fiction.
 */
import { setTimeout } from 'node:timers/promises';
import type { LocalRuntime } from '../local/start-local.ts';

/** In the form that `npm start -- --context` accepts. */
export const SAMPLE_CONTEXT = [
  'budget={"hourlyUsd":5,"monthlyUsd":200}',
  'pumpingGuard={"spareNumbers":2,"sparePerVerified":1,"trickleNumbers":1}',
  'sendLimits={"destination":[]}',
  'deliveryStatus=record',
  // The default of npm start: the page can verify what the sample's client issued.
  'clientGroups={"this-machine":["local","page"]}',
];

const PEOPLE = [
  'katherine.johnson',
  'alan.turing',
  'barbara.liskov',
  'edsger.dijkstra',
  'radia.perlman',
  'donald.knuth',
];
const PUMPED = ['signup-4711', 'signup-4712', 'signup-4713', 'signup-4714', 'signup-4715'];
const MINUTE_MS = 60_000;
const MINUTES_BEFORE = 58;
const COPIES = 40;
const REPORTS_WITHIN_MS = 20_000;

type Members = Readonly<Record<string, unknown>>;
/** Resolves to the answer's body. */
type Caller = (method: string, path: string, body?: Members) => Promise<string>;

interface Listed {
  readonly tokens: readonly { readonly status: string; readonly channel: string }[];
}

export async function createSampleData(runtime: LocalRuntime): Promise<void> {
  const call = await createCaller(runtime);
  const issue = (user_id: string, more: Members = {}) => call('POST', '/tokens', { user_id, ...more });
  const verify = (user_id: string, token: string, more: Members = {}) =>
    call('POST', '/tokens/verify', { user_id, token, ...more });
  const codeOf = (to: string): string =>
    bodyOf(runtime, to).match(/\b(?=[A-Z\d-]*\d)[A-Z\d-]{6,}\b/)?.[0] ?? '';

  async function enrol(user_id: string, phone_number: string, isConfirmed: boolean): Promise<void> {
    const email = `${user_id}@example.com`;
    await call('PUT', `/contacts/${user_id}`, {
      phone_number,
      email,
      preferred_channel: 'sms',
      locale: 'en',
    });
    if (isConfirmed) {
      const link = bodyOf(runtime, email).match(/http:\/\/\S+Action=ConfirmSubscription\S+/)?.[0];
      await call('POST', `/contacts/${user_id}/confirm`, { code: link });
    }
  }

  for (const [index, user] of PEOPLE.entries()) {
    const phone_number = `+1425555011${index}`;
    const purpose = index % 3 === 1 ? 'payment' : 'login';
    await issue(user, { phone_number, purpose });
    if (index < PEOPLE.length - 1) {
      await verify(user, codeOf(phone_number), { purpose });
    }
  }
  await issue('donald.knuth', { phone_number: '+14255550115' });
  await call('PUT', '/opt-outs', { phone_number: '+14255550199', opted_out: true });
  await issue('margaret.hamilton', { phone_number: '+14255550199' });
  await enrol('grace.hopper', '+14255550106', true);
  await issue('grace.hopper', { channel: 'email' });
  await verify('grace.hopper', codeOf('grace.hopper@example.com'));
  await untilReported(call);
  giveMetricsAPast(runtime);

  for (const [index, user] of PUMPED.entries()) {
    await issue(user, { phone_number: `+44770090012${index}` });
  }
  await call('DELETE', '/tokens/signup-4714');

  for (const length of [8, 9]) {
    await issue('charles.babbage', { phone_number: '+14255550120', length });
    for (const guess of ['11111111', '22222222', '33333333', '44444444', '55555555']) {
      await verify('charles.babbage', guess);
    }
  }

  await enrol('hedy.lamarr', '+14255550122', false);
  await issue('katherine.johnson', { phone_number: '+14255550110', purpose: 'payment' });
  await verify('katherine.johnson', '000000', { purpose: 'payment' });
  await issue('margaret.hamilton', { phone_number: '12' });
  runtime.aws.faults.add({ service: 'carrier', error: 'PhoneUnreachable', times: 1 });
  await issue('margaret.hamilton', { phone_number: '+14255550121', purpose: 'password-reset' });
  await untilReported(call);

  await enrol('ada.lovelace', '+14255550101', true);
  runtime.aws.faults.add({
    service: 'dynamodb',
    operation: 'PutItem',
    error: 'ProvisionedThroughputExceededException',
    times: 2,
  });
  runtime.aws.faults.add({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
  await issue('ada.lovelace');
  runtime.aws.faults.clear();
}

/** Waits for the carrier's reports on all texts. SNS makes none on emails. */
async function untilReported(call: Caller): Promise<void> {
  const end = Date.now() + REPORTS_WITHIN_MS;
  for (;;) {
    const { tokens } = JSON.parse(await call('GET', '/tokens?limit=100')) as Listed;
    if (!tokens.some(({ status, channel }) => status === 'sent' && channel === 'sms')) {
      return;
    }
    if (Date.now() > end) {
      throw new Error('The carrier has not reported on every text.');
    }
    await setTimeout(200);
  }
}

/**
 * Copies every metrics line many times, to minutes of the past hour that look random but are the same in each
 * run.
 */
function giveMetricsAPast({ aws }: LocalRuntime): void {
  const lines = aws.logs.list().filter(({ line }) => line.includes('"_aws"') && !line.includes('Failed"'));
  let chance = 1;
  for (const entry of lines) {
    const members = JSON.parse(entry.line);
    for (let copy = 0; copy < COPIES; copy += 1) {
      chance = (chance * 48_271) % 2_147_483_647;
      const Timestamp = members._aws.Timestamp - (1 + (chance % MINUTES_BEFORE)) * MINUTE_MS;
      aws.logs.add({ ...entry, line: JSON.stringify({ ...members, _aws: { ...members._aws, Timestamp } }) });
    }
  }
}

/** The newest message that was sent to a destination. */
const bodyOf = ({ aws }: LocalRuntime, to: string): string =>
  aws.messages.list().find((message) => message.to === to)?.body ?? '';

/** Refused calls are part of the sample; failed ones stop it. */
async function createCaller({ apiUrl, issuerUrl }: LocalRuntime): Promise<Caller> {
  const granted = await fetch(`${issuerUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('local:local')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token } = (await granted.json()) as { access_token: string };
  return async (method, path, body) => {
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status >= 500) {
      throw new Error(text);
    }
    return text;
  };
}
