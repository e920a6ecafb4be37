/** What the AWS clients do, over a real socket, when a service says too much or does not answer. */
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SNSClientConfig } from '@aws-sdk/client-sns';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../../../handlers/adapters/client-settings.ts';
import { createPublisher, createSmsSettingsClient } from '../../../handlers/adapters/sns/client.ts';
import { snsEmailConfirmations } from '../../../handlers/adapters/sns/email-transport.ts';
import { snsSmsSender } from '../../../handlers/adapters/sns/sms-sender.ts';
import { snsTextLog } from '../../../handlers/adapters/sns/text-log.ts';
import { DeliveryUnavailable } from '../../../handlers/domain/errors.ts';
import { runProgram } from '../../support/run-program.ts';

const PLAIN = { senderId: '', originationNumber: '', entityId: '', templateId: '', maxPriceUsd: '' };

let server: Server;
let client: SNSClient;

async function connect(
  answer: Parameters<typeof createServer>[1],
  create = (there: SNSClientConfig) => withoutErrorMessages(new SNSClient({ ...CLIENT_SETTINGS, ...there })),
): Promise<void> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = create({ region: 'eu-west-1', endpoint, credentials });
}

/** The client's timeout settings, which its handler resolves with the first request. */
function patience() {
  // The declared type fits any handler; this is the SDK's own for Node.
  const handler = client.config.requestHandler as {
    httpHandlerConfigs?(): Partial<Record<string, unknown>>;
  };
  const { requestTimeout, throwOnRequestTimeout } = handler.httpHandlerConfigs?.() ?? {};
  return { requestTimeout, throwOnRequestTimeout };
}

afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

describe('an AWS client', () => {
  it('keeps the name of an error and empties its message', async () => {
    await connect((_, response) => {
      response.writeHead(400, { 'content-type': 'text/xml' });
      response.end(
        '<ErrorResponse><Error><Code>InvalidParameter</Code><Message>Invalid: +919876543210</Message></Error></ErrorResponse>',
      );
    });
    const error: unknown = await client
      .send(new PublishCommand({ PhoneNumber: '+919876543210', Message: 'x' }))
      .catch((cause: unknown) => cause);
    expect(error).toMatchObject({ name: 'InvalidParameterException', message: '' });
    expect((error as Error).stack).not.toContain('9876543210');
  });

  it('gives up on a silent service after two tries', async () => {
    let tries = 0;
    await connect(() => {
      tries += 1;
    });
    await expect(snsEmailConfirmations(client).isConfirmed('arn:topic')).rejects.toThrow(DeliveryUnavailable);
    expect(tries).toBe(2);
    // Two tries and the SDK's first backoff, at most 100 ms, fit within a step's 2 s.
    expect(patience()).toEqual({ requestTimeout: 800, throwOnRequestTimeout: true });
  });

  it.each([
    ['silent', () => undefined, true],
    ['unavailable', (_: unknown, response: ServerResponse) => response.writeHead(503).end(), true],
  ] as const)('publishes once when the service is %s', async (_, answer, isOutcomeUnknown) => {
    let tries = 0;
    await connect((request, response) => {
      tries += 1;
      answer(request, response);
    }, createPublisher);
    const sending = snsSmsSender(client, PLAIN).send('+919876543210', 'x');
    await expect(sending).rejects.toMatchObject({ name: 'DeliveryUnavailable', isOutcomeUnknown });
    expect(tries).toBe(1);
    expect(patience()).toEqual({ requestTimeout: 2000, throwOnRequestTimeout: true });
  });

  it('sets up the account though others do so at once', async () => {
    let tries = 0;
    await connect((_, response) => {
      tries += 1;
      const code = tries < 3 ? 'Throttled' : '';
      response.writeHead(code ? 429 : 200, { 'content-type': 'text/xml' });
      response.end(
        code
          ? `<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>`
          : '<SetSMSAttributesResponse/>',
      );
    }, createSmsSettingsClient);
    await snsTextLog(client).set({ writer: 'role', rate: '100' });
    expect(tries).toBe(3);
    expect(patience()).toEqual({ requestTimeout: 5000, throwOnRequestTimeout: true });
  });

  it('tells whether a message may be out after the service breaks off', async () => {
    const maybe = { name: 'DeliveryUnavailable', isOutcomeUnknown: true, tries: 1 };
    expect(JSON.parse(await runProgram('publish-in-vain.ts'))).toEqual({
      'is not there': { name: 'DeliveryUnavailable', isOutcomeUnknown: false, tries: 0 },
      'hangs up once it has the request': maybe,
      'hangs up in the middle of its answer': maybe,
      'answers what nobody can read': maybe,
    });
  });
});
