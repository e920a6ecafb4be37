/**
 * A deployment with 0.90 USD a month for texts, and a guard that allows four new numbers per prefix. Its alarms are
 * mailed.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer, Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';
import { pauseAtWindowEnd } from '../support/window-end.ts';

const MONTH_SECONDS = 31 * 86_400;
/** Five minutes of alarms take three seconds. */
const ALARM_MINUTE_MS = 600;

/** After this long, every running function acts on what operators decided. */
const IN_FORCE_MS = 5_000;

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('small-budget', { engine: 'dynalite', alarmMinuteMs: ALARM_MINUTE_MS });
});
beforeEach(() => pauseAtWindowEnd());
afterEach(() => courier.clearFaults());
afterAll(() => courier?.close());

let people = 0;
/** Sends a text to a new person. */
const text = (phone_number: string, more: Record<string, unknown> = {}): Promise<Answer> => {
  people += 1;
  return courier.issue({ user_id: `person-${people}`, phone_number, ...more });
};
const limits = async () => (await courier.call('GET', '/limits')).json;
const spent = async (): Promise<number> => (await limits()).budget.month.spent_usd;
const refuseSms = () =>
  courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });

describe('the pumping guard', () => {
  it('pauses only the prefix whose codes are not verified, and tells operators', async () => {
    for (const last of [1, 2, 3, 4]) {
      expect((await text(`+1202555010${last}`)).status).toBe(201);
    }
    const refused = await text('+12025550105');
    expect(refused.status).toBe(429);
    expect(refused.json).toMatchObject({
      type: '/problems.html#destination_paused',
      code: 'destination_paused',
      status: 429,
    });
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThanOrEqual(30);
    expect(retryAfter).toBeLessThanOrEqual(90);
    const still = await text('+12025550106');
    expect([still.status, still.json.code]).toEqual([429, 'destination_paused']);
    expect(await courier.messages('+12025550105')).toEqual([]);

    expect((await text('+14155550101')).status).toBe(201);
    expect((await limits()).paused).toEqual([
      {
        prefix: '+1202',
        client_id: expect.any(String),
        until: expect.stringMatching(/^2.*Z$/),
        key: expect.stringMatching(/^[\w-]{40,}$/),
      },
    ]);

    const told = () => courier.logLines.filter((line) => line.includes('"DestinationPaused"'));
    expect(await eventually(() => told().length === 2)).toBe(true);
    const events = told();
    const [event, metric] = events.map((line) => JSON.parse(line));
    expect(event).toMatchObject({ message: 'DestinationPaused', number_prefix: '+1202' });
    expect(metric).toMatchObject({
      DestinationPaused: 1,
      service: 'token-courier',
      _aws: { CloudWatchMetrics: [{ Namespace: 'TokenCourier', Metrics: [{ Name: 'DestinationPaused' }] }] },
    });
    expect(events.join()).not.toContain('2025550105');
    // Only the event that the line carries names the prefix: as a dimension, each would be a separate metric.
    const { event: carried, ...counted } = metric;
    expect(carried).toMatchObject({ type: 'prefix.paused', data: { number_prefix: '+1202' } });
    expect(JSON.stringify(counted)).not.toContain('+1202');
  });

  it('sends an email instead of a paused text to a person with a confirmed address', async () => {
    await courier.enrol('paused', { phone_number: '+12025550107', email: 'paused@example.com' });
    const { status, json } = await courier.issue({ user_id: 'paused' });
    expect([status, json.channel]).toEqual([201, 'email']);
    const insisted = await courier.issue({ user_id: 'paused', purpose: 'payment', channel: 'sms' });
    expect(insisted.json.code).toBe('destination_paused');
    // A request that names a number gets an email only if it also lists that channel.
    const theirs = { user_id: 'paused', phone_number: '+12025550109' };
    const named = await courier.issue({ ...theirs, purpose: 'verify-phone' });
    expect(named.json.code).toBe('destination_paused');
    const listed = await courier.issue({ ...theirs, purpose: 'review', channels: ['sms', 'email'] });
    expect([listed.status, listed.json.channel]).toEqual([201, 'email']);
  });

  it('lets more through when a code is verified, and always the verified number', async () => {
    const code = await courier.codeSentTo('+12025550101');
    expect((await courier.verify('person-1', code)).json.verified).toBe(true);
    for (const last of [11, 12]) {
      expect((await text(`+120255501${last}`)).status).toBe(201);
    }
    expect((await text('+12025550113')).json.code).toBe('destination_paused');
    expect((await text('+12025550101')).status).toBe(201);
  });

  it('never pauses a prefix whose codes are verified', async () => {
    for (let person = 0; person < 5; person += 1) {
      const number = `+1646555010${person}`;
      expect((await text(number)).status).toBe(201);
      const code = await courier.codeSentTo(number);
      expect((await courier.verify(`person-${people}`, code)).json.verified).toBe(true);
    }
    expect((await limits()).paused).toHaveLength(1);
  });
});

describe('the SMS budget', () => {
  it('has reserved the price of each text that was sent, and of none that was refused', async () => {
    expect(await spent()).toBe(0.195);
    expect((await limits()).budget).toMatchObject({
      hour: { limit_usd: 50, resets_at: expect.stringMatching(/:00:00\.000Z$/) },
      month: { limit_usd: 0.9, resets_at: expect.stringMatching(/-01T00:00:00\.000Z$/) },
    });
  });

  it('refunds the price of a text that SNS refuses permanently', async () => {
    await refuseSms();
    expect((await text('+13125550101')).status).toBe(502);
    expect(await spent()).toBe(0.195);
  });

  it('refuses a text over the budget until the month ends', async () => {
    expect((await text('+4915123456781')).status).toBe(201);
    expect((await text('+4915123456782')).status).toBe(201);
    expect(await spent()).toBe(0.795);
    const refused = await text('+4915123456783');
    expect([refused.status, refused.json.code]).toEqual([429, 'budget_exhausted']);
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(MONTH_SECONDS);
    expect(await courier.messages('+4915123456783')).toEqual([]);
    expect(await spent()).toBe(0.795);
  });

  it('sends an email instead to a confirmed address, unless the caller insists on a text', async () => {
    await courier.enrol('dear', { phone_number: '+4915123456784', email: 'dear@example.com' });
    const { status, json } = await courier.issue({ user_id: 'dear' });
    expect([status, json.channel]).toEqual([201, 'email']);
    const insisted = await courier.issue({ user_id: 'dear', purpose: 'payment', channel: 'sms' });
    expect(insisted.json.code).toBe('budget_exhausted');
    const named = await courier.issue({
      user_id: 'dear',
      purpose: 'verify-phone',
      phone_number: '+4915123456786',
    });
    expect(named.json.code).toBe('budget_exhausted');
    expect(await spent()).toBe(0.795);
  });

  it('sends no text in place of a failed email when the budget has no room for it', async () => {
    await courier.enrol('mail', {
      phone_number: '+4915123456785',
      email: 'mail@example.com',
      preferred_channel: 'email',
    });
    await refuseSms();
    const { status, json } = await courier.issue({ user_id: 'mail' });
    expect([status, json.code]).toEqual([502, 'delivery_failed']);
    expect(await courier.messages('+4915123456785')).toEqual([]);
  });

  it('lets through as many of 12 concurrent texts as the budget has room for', async () => {
    const areas = [205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217];
    const answers = await Promise.all(areas.map((area) => text(`+1${area}5550100`)));
    expect(answers.map(({ json }) => json.code ?? json.status).sort()).toEqual([
      ...Array(5).fill('budget_exhausted'),
      ...Array(7).fill('sent'),
    ]);
    expect(await spent()).toBe(0.9);
  });
});

describe('events', () => {
  it('tell of paused prefixes, and of a budget once for its window', async () => {
    const told = async (type: string) =>
      (await courier.events()).filter((event) => event['detail-type'] === type).map(({ detail }) => detail);
    expect(await eventually(async () => (await told('budget.exhausted')).length > 0)).toBe(true);
    expect((await told('prefix.paused')).at(-1)).toEqual({
      event_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      service: 'token-courier',
      request_id: expect.any(String),
      kind: 'token',
      number_prefix: '+1202',
      client_id: 'local',
      until: expect.stringMatching(/^2.*Z$/),
    });
    const exhausted = await told('budget.exhausted');
    expect(exhausted[0]).toEqual({
      event_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      service: 'token-courier',
      request_id: expect.any(String),
      window: 'month',
      until: expect.stringMatching(/-01T00:00:00\.000Z$/),
    });
    // Several environments may tell it, as the same event.
    expect(new Set(exhausted.map(({ event_id }) => event_id)).size).toBe(1);
    expect(await courier.webhooks()).toEqual([]);
  });
});

describe('GET /limits', () => {
  it("shows how far a person is from the limits, with the operator's scope only", async () => {
    await courier.issue({ user_id: 'dear', purpose: 'review', channel: 'email' });
    const query = '/limits?user_id=dear&purpose=review';
    const { status, json } = await courier.call('GET', query, { scope: 'limits/read' });
    expect(status).toBe(200);
    expect(json.person).toMatchObject({ user_id: 'dear', purpose: 'review', locked: false });
    expect(json.person.sends[0]).toMatchObject({ count: 1, limit: 5, window_seconds: 600 });
    expect((await courier.call('GET', '/limits', { scope: 'tokens/read' })).status).toBe(403);
    expect((await courier.call('GET', '/limits?user=x')).json.errors).toEqual([
      { field: 'user', rule: 'is not a known field' },
    ]);
  });
});

describe('during an attack, operators', () => {
  const REASON = { reason: 'Ticket 4711' };
  const put = (path: string, body: object, scope?: string) =>
    courier.call('PUT', path, { body: { ...body, ...REASON }, ...(scope === undefined ? {} : { scope }) });

  it('resume a paused prefix, block another and raise the budget, each with its scope', async () => {
    const [{ prefix, client_id }] = (await limits()).paused;
    expect([prefix, client_id]).toEqual(['+1202', 'local']);
    const resume = { paused: false, client_id };
    expect((await put('/prefixes/%2B1202/pause', resume, 'limits/read')).status).toBe(403);
    expect((await put('/prefixes/%2B1303', { rule: 'blocked' }, 'limits/write')).status).toBe(403);
    expect((await put('/budget', { window: 'month', raised_by_usd: 0.9 }, 'limits/write')).status).toBe(403);
    const unexplained = await courier.call('PUT', '/prefixes/%2B1303', { body: { rule: 'blocked' } });
    expect(unexplained.json.errors).toEqual([{ field: 'reason', rule: 'is missing' }]);
    const tooMuch = await put('/budget', { window: 'month', raised_by_usd: 0.91 });
    expect(tooMuch.json.errors).toEqual([{ field: 'raised_by_usd', rule: 'must be at most 0.9' }]);

    expect((await put('/prefixes/%2B1202/pause', resume, 'limits/write')).status).toBe(204);
    const block = { rule: 'blocked', lasts_seconds: 3600 };
    expect((await put('/prefixes/%2B1303', block, 'limits/override')).status).toBe(204);
    const raise = { window: 'month', raised_by_usd: 0.9 };
    expect((await put('/budget', raise, 'limits/override')).status).toBe(204);
    const decided = { since: expect.stringMatching(/^2.*Z$/), by: 'local', ...REASON };
    expect(await limits()).toMatchObject({
      paused: [],
      prefixes: [{ prefix: '+1303', rule: 'blocked', until: expect.stringMatching(/^2.*Z$/), ...decided }],
      budget: { month: { limit_usd: 1.8, raisable_usd: 0.9, raised: { by_usd: 0.9, ...decided } } },
    });
    await wait(IN_FORCE_MS);
  });

  it('have people of the resumed prefix texted again, until as many do not verify as before', async () => {
    const statuses: number[] = [];
    while (statuses.at(-1) !== 429 && statuses.length < 12) {
      statuses.push((await text(`+120255502${10 + statuses.length}`)).status);
    }
    // Two unverified numbers are spared, twice as many may be on their way, and one verified an hour ago at most.
    expect(statuses.slice(0, 4)).toEqual([201, 201, 201, 201]);
    expect(statuses.at(-1)).toBe(429);
    expect((await limits()).paused).toMatchObject([{ prefix: '+1202', client_id: 'local' }]);
  });

  it('have nobody of the blocked prefix texted, and those with an address mailed', async () => {
    const before = await spent();
    const refused = await text('+13035550101');
    expect([refused.status, refused.json.code]).toEqual([429, 'destination_paused']);
    expect(refused.json.detail).toBe('An operator has stopped texts to numbers with this prefix for a time.');
    expect(refused.json.retry_after).toBeGreaterThan(3500);
    expect(refused.json.retry_after).toBeLessThanOrEqual(3600);
    await courier.enrol('blocked', { phone_number: '+13035550102', email: 'blocked@example.com' });
    const { status, json } = await courier.issue({ user_id: 'blocked' });
    expect([status, json.channel]).toEqual([201, 'email']);
    expect([await courier.messages('+13035550101'), await spent()]).toEqual([[], before]);
  });

  it('take it all back, and the audit log has who did what and why', async () => {
    await put('/prefixes/%2B1303', { rule: 'none' });
    await put('/prefixes/%2B1303', { rule: 'none' });
    await put('/budget', { window: 'month', raised_by_usd: 0 });
    const { prefixes, budget } = await limits();
    expect([prefixes, budget.month.limit_usd, budget.month.raised]).toEqual([[], 0.9, undefined]);
    await wait(IN_FORCE_MS);
    // The prefix is no obstacle any more, and the budget is one again.
    expect((await text('+13035550103')).json.code).toBe('budget_exhausted');

    const { json } = await courier.call('GET', '/audit?limit=20');
    const all: Record<string, unknown>[] = json.entries;
    const entries = all.filter(({ reason }) => reason !== undefined);
    expect(entries.map(({ action, subject, reason }) => [action, subject, reason])).toEqual([
      ['end_raise', 'month', 'Ticket 4711'],
      ['clear_prefix', '+1303', 'Ticket 4711'],
      ['clear_prefix', '+1303', 'Ticket 4711'],
      ['raise_budget', 'month', 'Ticket 4711'],
      ['block_prefix', '+1303', 'Ticket 4711'],
      ['resume_prefix', '+1202', 'Ticket 4711'],
    ]);
    expect(entries.map(({ detail }) => detail).slice(3)).toEqual([
      expect.stringMatching(/^by 0\.9 USD until 2.*Z$/),
      expect.stringMatching(/^until 2.*Z$/),
      'local',
    ]);
  });
});

describe('alarms', () => {
  const OPERATORS = 'operators@example.com';
  const raised = async () =>
    (await courier.alarms()).filter(({ state }) => state === 'ALARM').map(({ name }) => name);
  const subjects = async () => (await courier.messages(OPERATORS)).map(({ subject }) => subject);

  it('are mailed while no message leaves, and the one to page for also when it is over', async () => {
    // SNS asks first whether the address wants to hear of alarms.
    expect(await subjects()).toEqual(['AWS Notification - Subscription Confirmation']);
    await courier.followLinkOf(OPERATORS);

    // By email, because there is no budget left for texts.
    await courier.enrol('mailed', { email: 'mailed@example.com' });
    await courier.injectFault({
      service: 'sns',
      operation: 'Publish',
      error: 'Throttling',
      times: 999,
    });
    let purposes = 0;
    const ask = async () => {
      purposes += 1;
      return (await courier.issue({ user_id: 'mailed', purpose: `purpose-${purposes}` })).status;
    };
    const isRaised = async () => {
      expect(new Set(await Promise.all(Array.from({ length: 6 }, ask)))).toEqual(new Set([502]));
      return (
        (await raised()).filter((name) => /-(delivery-failed|people-get-no-codes)$/.test(name)).length === 2
      );
    };
    expect(await eventually(isRaised)).toBe(true);
    expect(await raised()).toContain('TokenCourier-requests-failing');
    expect(await subjects()).toEqual(
      expect.arrayContaining([
        'ALARM: "TokenCourier-delivery-failed" in eu-central-1',
        'ALARM: "TokenCourier-people-get-no-codes" in eu-central-1',
      ]),
    );
    const [mail] = await courier.messages(OPERATORS);
    expect(mail?.body).toMatch(/ Runbook: docs\/runbook\.md#[\w-]+\n/);

    await courier.clearFaults();
    const isOver = async () => {
      // A refusal is no fault.
      expect((await courier.issue({ user_id: 'nobody' })).json.code).toBe('no_destination');
      return (await subjects())[0] === 'OK: "TokenCourier-people-get-no-codes" in eu-central-1';
    };
    expect(await eventually(isOver)).toBe(true);
    expect(await raised()).not.toContain('TokenCourier-people-get-no-codes');
  });
});
