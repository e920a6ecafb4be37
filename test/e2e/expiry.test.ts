import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';

/** The token lifetime of the deployment: long enough for a busy machine to list the live token. */
const LIFETIME_SECONDS = 30;

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('short-lived');
});
afterAll(() => courier?.close());

describe('an expired token', () => {
  it('neither verifies nor is listed, and is removed from the table', async () => {
    const askedAtMs = Date.now();
    const { json } = await courier.issue({ user_id: 'brief', phone_number: '+4915123456789' });
    const issuedAtSeconds = Math.floor(Date.parse(json.issued_at) / 1000);
    expect(Date.parse(json.expires_at) / 1000 - issuedAtSeconds).toBe(LIFETIME_SECONDS);
    const tookSeconds = Math.ceil((Date.now() - askedAtMs) / 1000);
    expect(json.expires_in).toBeLessThanOrEqual(LIFETIME_SECONDS);
    expect(json.expires_in).toBeGreaterThanOrEqual(LIFETIME_SECONDS - 1 - tookSeconds);
    const code = await courier.codeSentTo('+4915123456789');
    expect(await courier.listed('user_id=brief')).toHaveLength(1);

    await pause(Date.parse(json.expires_at) - Date.now());
    expect((await courier.verify('brief', code)).json.verified).toBe(false);
    expect(await courier.listed('user_id=brief')).toEqual([]);
    expect(await courier.listed('limit=10')).toEqual([]);

    const dynamodb = new DynamoDBClient({
      endpoint: courier.urls.awsUrl,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    const TableName = TableNames.find((name) => name.includes('tokens'));
    const stored = async () => (await dynamodb.send(new ScanCommand({ TableName }))).Count;
    // DynamoDB deletes expired items with a delay.
    expect(await eventually(async () => (await stored()) === 0)).toBe(true);
  });
});
