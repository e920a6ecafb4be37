import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callAs } from '../fixtures/call-as.ts';
import type { LocalEndpoint } from '../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../fixtures/local-endpoint.ts';

let aws: LocalEndpoint;

beforeAll(async () => {
  aws = await startLocalEndpoint({});
});
afterAll(() => aws.close());

async function call(path: string, init: RequestInit) {
  const response = await fetch(`${aws.url}${path}`, { method: 'POST', ...init });
  return { status: response.status, body: await response.text() };
}

describe('the endpoint', () => {
  it('names the port when it is in use', async () => {
    const port = Number(new URL(aws.url).port);
    await expect(startLocalEndpoint({}, {}, { port })).rejects.toMatchObject({
      name: 'PortInUseError',
      port,
    });
  });

  it.each([
    ['secretsmanager.DeleteSecret', 'Secrets Manager DeleteSecret is not supported'],
    ['AWSStepFunctions.StartExecution', 'Step Functions StartExecution is not supported'],
    [
      'AmazonSSM.GetParameter',
      'AmazonSSM is not supported here; DynamoDB, CloudFormation (reading), SNS, SES v2, Secrets Manager',
    ],
  ])('says that %s is not supported, and lists what is', async (target, message) => {
    const { status, body } = await call('/', { headers: { 'x-amz-target': target }, body: '{}' });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toEqual({
      __type: 'UnknownOperationException',
      message: expect.stringContaining(message),
    });
  });

  it('answers an unknown SNS action with an SNS XML error', async () => {
    const { status, body } = await call('/', { body: new URLSearchParams({ Action: 'PublishBatch' }) });
    expect(status).toBe(400);
    expect(body).toContain(
      '<Type>Sender</Type><Code>InvalidAction</Code><Message>SNS PublishBatch is not supported',
    );
  });

  it('refuses a JSON call whose body is not JSON', async () => {
    const { status, body } = await call('/', {
      headers: { 'x-amz-target': 'secretsmanager.ListSecrets' },
      body: '[',
    });
    expect([status, JSON.parse(body).__type]).toEqual([400, 'SerializationException']);
  });

  it.each(['//', '//['])('finds no operation at the path %s', async (path) => {
    const { status, body } = await call(path, { body: '{}' });
    expect([status, JSON.parse(body).__type]).toEqual([404, 'UnknownOperationException']);
  });

  it('refuses calls under another host name with an error that AWS clients can read', async () => {
    const { status, body } = await callAs('evil.example:4566', Number(new URL(aws.url).port), '/');
    expect([status, JSON.parse(body)]).toEqual([
      403,
      expect.objectContaining({
        __type: 'ForeignHost',
        message: expect.stringContaining('the Host header names another'),
      }),
    ]);
  });

  it('stops listening when closed', async () => {
    const other = await startLocalEndpoint({});
    await other.close();
    await expect(fetch(other.url)).rejects.toThrow();
  });
});
