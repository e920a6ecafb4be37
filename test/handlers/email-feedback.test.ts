/** The function that SES's events come to, on mocked AWS clients. */
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { optOutOf } from '../../handlers/contract/limits-table.ts';
import { deriveKeys, digestSubject } from '../../handlers/domain/token/seal-token.ts';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { CONTEXT, captureLog } from './invoke.ts';

Object.assign(process.env, ENVIRONMENT);
const { handler } = await import('../../handlers/consumers/note-email-feedback.ts');

const dynamoDb = mockClient(DynamoDBClient);
const secrets = mockClient(SecretsManagerClient);
const bounce = (bounceType: string, emailAddress = 'Ada+shop@Example.com') => ({
  detail: {
    eventType: 'Bounce',
    bounce: { bounceType, bouncedRecipients: [{ emailAddress }] },
    mail: { destination: ['Ada+shop@Example.com'] },
  },
});

let silence: ReturnType<typeof captureLog>;
beforeEach(() => {
  silence = captureLog();
  secrets.on(GetSecretValueCommand).resolves({ SecretString: 'a secret', VersionId: 'v1' });
  dynamoDb.on(PutItemCommand).resolves({});
});
afterEach(() => {
  silence.stop();
  dynamoDb.reset();
});

describe('an email that bounced', () => {
  it('has its address noted by a digest, and is in no log', async () => {
    await handler(bounce('Permanent'), CONTEXT);
    const log = silence.stop();
    const subject = optOutOf(digestSubject('email:ada+shop@example.com', deriveKeys('v1', 'a secret')));
    expect(dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input).toMatchObject({
      TableName: 'limits',
      Item: { subject: { S: subject }, window: { S: '-' }, reason: { S: 'bounced' } },
      ConditionExpression: 'attribute_not_exists(subject)',
    });
    expect(log).toContain('"outcome":"bounced"');
    expect(log).not.toMatch(/ada[+@]/i);
  });

  it('for a while leaves nothing', async () => {
    await handler(bounce('Transient'), CONTEXT);
    expect(dynamoDb.calls()).toEqual([]);
  });

  it('in the words of its host for somebody else leaves a line in the log alone', async () => {
    await handler(bounce('Permanent', 'bea@example.org'), CONTEXT);
    expect(dynamoDb.calls()).toEqual([]);
    const log = silence.stop();
    expect(log).toContain('"outcome":"other-recipient"');
    expect(log).not.toMatch(/ada[+@]|bea@/i);
  });

  it('once more is no fault', async () => {
    dynamoDb.on(PutItemCommand).rejects(new ConditionalCheckFailedException({ $metadata: {}, message: '' }));
    await handler(bounce('Permanent'), CONTEXT);
  });

  it('is told again by Lambda where it could not be noted, without its address in the error', async () => {
    dynamoDb.on(PutItemCommand).rejects(serviceError('InternalServerError', 500, 'Ada@example.com'));
    const failed = await handler(bounce('Permanent'), CONTEXT).catch((error: unknown) => error);
    const log = silence.stop();
    expect(failed).toMatchObject({ name: 'StoreUnavailable' });
    expect(failed).not.toHaveProperty('cause');
    expect(`${String(failed)} ${log}`).not.toMatch(/ada[+@]/i);
  });
});
