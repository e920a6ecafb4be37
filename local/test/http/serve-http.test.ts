import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEventStore } from '../../aws/eventbridge/event-store.ts';
import { createFaultRegistry } from '../../aws/faults/fault-registry.ts';
import { createLogStore } from '../../aws/lambda/log-store.ts';
import { createAttemptStore } from '../../aws/outside/attempt-store.ts';
import { createMessageStore } from '../../aws/sns/message-store.ts';
import { queueView } from '../../aws/sqs/queue-view.ts';
import { createQueues } from '../../aws/sqs/queues.ts';
import { createExecutionStore } from '../../aws/step-functions/execution-store.ts';
import type { LoopbackServer } from '../../http/listen-loopback.ts';
import { listenOnLoopback, PortInUseError } from '../../http/listen-loopback.ts';
import { serveHttp } from '../../http/serve-http.ts';
import { callAs } from '../fixtures/call-as.ts';
import { aStack, DEAD_LETTERS_ARN, QUEUE_ARN, queueWithDeadLetters } from '../fixtures/event-stack.ts';

const queues = createQueues(await aStack(queueWithDeadLetters()));
const HOOK = {
  name: 'A system',
  url: 'http://localhost/api/a',
  authentication: 'Bearer',
  secret: { key: 'k' },
};

const ran: string[] = [];
const HOURLY = { name: 'hourly', expression: 'rate(1 hour)', calls: 'work', state: 'ENABLED' as const };
const schedules = {
  list: () => [HOURLY],
  run: (name: string) => name === HOURLY.name && ran.push(name) > 0,
};
const ALARM = {
  name: 'Sample-failures',
  state: 'ALARM' as const,
  since: '2026-11-22T12:00:00.000Z',
  reason: 'Failures is [3].',
  description: 'Things fail.',
  watches: 'Failures',
};

const state = {
  hooks: async () => [HOOK],
  faults: createFaultRegistry(),
  messages: createMessageStore(() => Date.UTC(2026, 10, 22, 12, 0, 0)),
  executions: createExecutionStore(),
  logs: createLogStore(),
  events: createEventStore(),
  attempts: createAttemptStore(),
  queues: queueView(queues),
  schedules,
  alarms: { list: () => [ALARM] },
};
const answered = (body: string) => ({ status: 200, headers: [], body });
let server: LoopbackServer;

beforeAll(async () => {
  server = await listenOnLoopback(0);
  server.serve(
    serveHttp({
      name: 'Sample',
      stage: 'api',
      serveApi: async ({ path }) => answered(`api ${path}`),
      distribution: {
        apiPath: (path) => (path === '/.well-known/jwks.json' ? `/api${path}` : undefined),
        throughCache: (_request, askApi) => askApi(),
        servePage: ({ path }) => answered(`page ${path}`),
        withHeaders: (_path, given) => given,
      },
      state,
      onFailure: () => undefined,
    }),
  );
});

beforeEach(() => {
  state.faults.clear();
  state.messages.clear();
});

afterAll(() => server.close());

const call = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${server.port}${path}`, init);

const addFault = (body: string, type = 'application/json') =>
  call('/_local/faults', { method: 'POST', headers: { 'Content-Type': type }, body });

describe('the origin', () => {
  it.each([
    ['/api/things', 'api /api/things'],
    ['/.well-known/jwks.json', 'api /api/.well-known/jwks.json'],
    ['/.well-known/security.txt', 'page /.well-known/security.txt'],
    ['/', 'page /'],
    ['/apiary', 'page /apiary'],
    ['/inboxes', 'page /inboxes'],
  ])('routes %s', async (path, body) => {
    expect(await (await call(path)).text()).toBe(body);
  });

  it.each(['/api/things', '/'])('answers HEAD %s with the headers of GET', async (path) => {
    const [got, head] = [await call(path), await call(path, { method: 'HEAD' })];
    const named = ({ headers }: Response) =>
      [...headers].filter(([name]) => !/^(date|connection|keep-alive)$/.test(name));
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toMatch(/^[1-9]/);
    expect(named(head)).toEqual(named(got));
  });

  it.each([
    ...['/inbox', '/inbox/inbox.css', '/inbox/inbox.js', '/events', '/events/events.js'],
    ...['/_local/messages', '/_local/events', '/_local/webhooks', '/', '/api/things'],
  ])('refuses %s under another host name', async (path) => {
    const { status, body } = await callAs('evil.example', server.port, path);
    expect([status, body]).toEqual([403, expect.stringContaining('localhost, 127.0.0.1 and [::1] only')]);
    expect((await call(path)).status).toBe(200);
  });

  it('reports a port in use', async () => {
    await expect(listenOnLoopback(server.port)).rejects.toThrow(PortInUseError);
  });
});

describe('the faults', () => {
  it('are added, listed and cleared', async () => {
    const fault = { service: 'sns', operation: 'Publish', error: 'Throttled', times: 2 };
    expect((await addFault(JSON.stringify(fault))).status).toBe(201);
    expect(await (await call('/_local/faults')).json()).toEqual([fault]);
    expect((await call('/_local/faults', { method: 'DELETE' })).status).toBe(204);
    expect(state.faults.list()).toEqual([]);
  });

  it.each([
    ['{', 'body'],
    ['[]', 'body'],
    ['{"service":"s3","error":"X","times":1}', 'service'],
    ['{"service":"sns","times":1}', 'error'],
    ['{"service":"sns","error":"X","times":0}', 'times'],
    ['{"service":"sns","error":"X","times":1,"more":1}', 'more'],
  ])('are refused for %s with a problem that names %s', async (body, field) => {
    const response = await addFault(body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ errors: [{ field, rule: expect.any(String) }] });
    expect(state.faults.list()).toEqual([]);
  });

  it('are not accepted from a form, which any page can send', async () => {
    expect((await addFault('{"service":"sns","error":"X","times":1}', 'text/plain')).status).toBe(415);
  });
});

describe('a confirmation', () => {
  const confirm = (body: string, contentType = 'application/json') =>
    call('/_local/confirmations', { method: 'POST', headers: { 'content-type': contentType }, body });
  const ask = (to: string, link: string) =>
    state.messages.add({ channel: 'email', to, body: `click or visit the link below:\n${link}` });

  it('follows the newest link that the address received', async () => {
    const followed: string[] = [];
    const sns = createServer((request, response) => {
      followed.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((listening) => sns.listen(0, '127.0.0.1', listening));
    try {
      const { port } = sns.address() as AddressInfo;
      const link = (token: string) => `http://127.0.0.1:${port}/?Action=ConfirmSubscription&Token=${token}`;
      ask('ada@example.com', link('old'));
      ask('ada@example.com', link('new'));
      ask('bob@example.com', link('other'));
      expect((await confirm('{"email":"ada@example.com"}')).status).toBe(204);
      expect(followed).toEqual(['/?Action=ConfirmSubscription&Token=new']);
    } finally {
      sns.close();
    }
  });

  it('follows no link to another machine, and fails without a link', async () => {
    ask('ada@example.com', 'http://sns.example.com/?Action=ConfirmSubscription&Token=1');
    expect((await confirm('{"email":"ada@example.com"}')).status).toBe(404);
    expect((await confirm('{"email":"nobody@example.com"}')).status).toBe(404);
  });

  it.each(['{', '{}', 'null', '{"email":7}'])('is not accepted from %s', async (body) => {
    expect((await confirm(body)).status).toBe(400);
  });

  it('is not accepted from a form, which any page can send, or with another method', async () => {
    expect((await confirm('{"email":"ada@example.com"}', 'text/plain')).status).toBe(415);
    const refused = await call('/_local/confirmations');
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('the alarms', () => {
  it('are listed, and only to be read', async () => {
    expect(await (await call('/_local/alarms')).json()).toEqual([ALARM]);
    expect((await call('/_local/alarms', { method: 'DELETE' })).status).toBe(405);
  });
});

describe('what other systems call', () => {
  it('is listed with its secret, and only to be read', async () => {
    const listed = await call('/_local/hooks');
    expect([await listed.json(), listed.headers.get('cache-control')]).toEqual([[HOOK], 'no-store']);
    const refused = await call('/_local/hooks', { method: 'DELETE' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('the inbox', () => {
  it('shows messages newest first, escaped, with clickable links', async () => {
    state.messages.add({ id: 'm1', channel: 'sms', to: '+491701234567', body: '<b>1</b> & "2"' });
    state.messages.add({
      id: 'm2',
      channel: 'email',
      to: 'a@example.com',
      subject: 'Confirm <now>',
      body: 'Open http://127.0.0.1:4566/?Action=Confirm&Token=1.',
    });
    const html = await (await call('/inbox')).text();
    expect(html).toContain(
      'Open <a href="http://127.0.0.1:4566/?Action=Confirm&amp;Token=1" rel="noreferrer">http://127.0.0.1:4566/?Action=Confirm&amp;Token=1</a>.',
    );
    expect(html).toContain('&lt;b&gt;1&lt;/b&gt; &amp; &quot;2&quot;');
    expect(html).toContain('Confirm &lt;now&gt;');
    expect(html.indexOf('a@example.com')).toBeLessThan(html.indexOf('+491701234567'));
    expect(html).not.toMatch(/<script>|<style| style=| onclick=/);
  });

  it('shows the HTML part of an email in a frame that can run, load and open nothing', async () => {
    const html = '<script>alert(1)</script><img src="http://elsewhere.example/x.png"><p>123456</p>';
    state.messages.add({ id: 'm 3', channel: 'email', to: 'a@example.com', body: '123456', html });
    state.messages.add({ id: 'm4', channel: 'sms', to: '+491701234567', body: '123456' });
    const page = await call('/inbox');
    const shown = await page.text();
    expect(shown).toContain('src="/inbox/html/m%203"');
    expect(shown.match(/<iframe sandbox /g)).toHaveLength(1);
    expect(shown).not.toContain('elsewhere.example');
    expect(page.headers.get('content-security-policy')).toContain("frame-src 'self'");
    const part = await call('/inbox/html/m%203');
    expect(await part.text()).toBe(html);
    expect(part.headers.get('content-security-policy')).toBe(
      "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    );
    expect((await call('/inbox/html/m4')).status).toBe(404);
  });

  it('returns the messages as JSON and deletes them', async () => {
    state.messages.add({ id: 'm1', channel: 'sms', to: '+491701234567', body: 'hi' });
    expect(await (await call('/_local/messages')).json()).toEqual([
      { id: 'm1', at: '2026-11-22T12:00:00.000Z', channel: 'sms', to: '+491701234567', body: 'hi' },
    ]);
    await call('/_local/messages', { method: 'DELETE' });
    expect(state.messages.list()).toEqual([]);
  });
});

describe('the page of events', () => {
  const EVENT = {
    version: '0',
    id: '1',
    'detail-type': 'order.paid',
    source: 'shop',
    account: '000000000000',
    time: '2026-11-22T12:00:00Z',
    region: 'eu-central-1',
    resources: [],
    bus: 'orders',
    rules: ['to-the-receiver'],
  } as const;

  it('says that there is nothing yet', async () => {
    const html = await (await call('/events')).text();
    expect(html).toContain('No event has been put yet.');
    expect(html).toContain('Nothing has been sent yet.');
  });

  it('shows events, the rules that they matched, and every try to send them, with nothing that runs', async () => {
    state.events.add({ ...EVENT, detail: { name: '<script>alert(1)</script>' } });
    state.attempts.add({
      function: 'sender',
      method: 'POST',
      url: 'https://hooks.example.com/?a=<b>',
      headers: { 'webhook-id': '1' },
      body: '<script>alert(2)</script>',
      outcome: 503,
    });
    const html = await (await call('/events')).text();
    for (const shown of [
      'order.paid',
      'for to-the-receiver',
      '2026-11-22 12:00:00 UTC',
      '>503<',
      'webhook-id: 1',
    ]) {
      expect(html).toContain(shown);
    }
    expect(html).toContain('https://hooks.example.com/?a=&lt;b&gt;');
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(await (await call('/_local/events')).json()).toMatchObject([{ 'detail-type': 'order.paid' }]);
    expect(await (await call('/_local/webhooks')).json()).toMatchObject([{ outcome: 503 }]);
    await call('/_local/events', { method: 'DELETE' });
    await call('/_local/webhooks', { method: 'DELETE' });
    expect(await (await call('/events')).text()).toContain('No event has been put yet.');
  });

  it('shows what waits in queues and what is given up, and tries it at once when asked to', async () => {
    expect(await (await call('/events')).text()).toContain('No message waits.');
    const work = queues.byArn(QUEUE_ARN);
    work?.send('<b>one</b>');
    const [{ receiptHandle } = { receiptHandle: '' }] = work?.receive(1) ?? [];
    work?.hide(receiptHandle, 36_000);
    queues.byArn(DEAD_LETTERS_ARN)?.send('two', {
      attributes: { tries: { DataType: 'Number', StringValue: '<9>' } },
    });
    const html = await (await call('/events')).text();
    for (const shown of [
      '&lt;b&gt;one&lt;/b&gt;',
      'received once',
      'Dead letters of work',
      ', tries &lt;9&gt;',
    ]) {
      expect(html).toContain(shown);
    }
    expect(await (await call('/_local/queues')).json()).toMatchObject([
      { name: 'dead', dead_letters_of: ['work'], messages: [{ body: 'two', attributes: { tries: '<9>' } }] },
      { name: 'work', messages: [{ body: '<b>one</b>', receive_count: 1 }] },
    ]);
    expect(work?.receive(1)).toEqual([]);
    const hurry = (type: string) =>
      call('/_local/queues/hurry', { method: 'POST', headers: { 'Content-Type': type }, body: '{}' });
    expect((await hurry('text/plain')).status).toBe(415);
    expect(work?.receive(1)).toEqual([]);
    expect((await hurry('application/json')).status).toBe(204);
    expect(work?.receive(1)).toMatchObject([{ body: '<b>one</b>', receiveCount: 2 }]);
    await call('/_local/queues', { method: 'DELETE' });
    expect(await (await call('/events')).text()).toContain('No message waits.');
  });
});

describe('/_local/schedules', () => {
  const run = (body: object, type = 'application/json') =>
    call('/_local/schedules/run', {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: JSON.stringify(body),
    });

  it('lists the schedules, and runs the one that is named at once', async () => {
    expect(await (await call('/_local/schedules')).json()).toEqual([HOURLY]);
    expect((await run({ name: 'hourly' })).status).toBe(204);
    expect(ran).toEqual(['hourly']);
  });

  it('runs none for another page, nor one that there is not', async () => {
    ran.length = 0;
    expect((await run({ name: 'hourly' }, 'text/plain')).status).toBe(415);
    expect((await run({ name: 'daily' })).status).toBe(404);
    expect((await run({})).status).toBe(400);
    expect((await call('/_local/schedules/run')).status).toBe(405);
    expect(ran).toEqual([]);
  });
});
