import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand, SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Courier, startCourier } from '../support/courier.ts';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier();
}, 60_000);
afterAll(() => courier?.close());

const settings = () => ({
  endpoint: courier.urls.awsUrl,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

describe("AWS's own clients against the AWS endpoint", () => {
  it('scan the tables', async () => {
    const dynamodb = new DynamoDBClient(settings());
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    expect(TableNames).toHaveLength(3);
    const { Count } = await dynamodb.send(new ScanCommand({ TableName: TableNames[0] ?? '' }));
    expect(Count).toBe(0);
  });

  it('start an execution and get its answer', async () => {
    const sfn = new SFNClient({ ...settings(), disableHostPrefix: true });
    const { stateMachines: [machine] = [] } = await sfn.send(new ListStateMachinesCommand({}));
    const body = JSON.stringify({ user_id: 'by-sdk', phone_number: '+4915123456789' });
    const { status, output } = await sfn.send(
      new StartSyncExecutionCommand({
        stateMachineArn: machine?.stateMachineArn,
        input: JSON.stringify({ request_id: 'r-1', client_id: 'sdk', idempotency_key: '', body }),
      }),
    );
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output ?? '')).toMatchObject({ http_status: 201 });
    const code = await courier.codeSentTo('+4915123456789');
    expect((await courier.verify('by-sdk', code)).json.verified).toBe(true);
  });

  it('publish an SMS', async () => {
    const sns = new SNSClient(settings());
    await sns.send(new PublishCommand({ PhoneNumber: '+4915123456780', Message: 'hello' }));
    expect(await courier.messages('+4915123456780')).toMatchObject([{ channel: 'sms', body: 'hello' }]);
  });

  it('read the secret', async () => {
    const secrets = new SecretsManagerClient(settings());
    const { SecretList: [secret] = [] } = await secrets.send(new ListSecretsCommand({}));
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: secret?.ARN }));
    expect(SecretString).toMatch(/^[A-Za-z0-9]{64}$/);
  });
});
