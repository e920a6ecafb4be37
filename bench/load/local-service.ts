/** What the load run asks the local runtime for: tables, messages, executions, faults, access tokens. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DynamoDBClient, ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Executed, LoggedLine, Received, StoredCount, StoredToken } from './evidence.ts';

export interface Urls {
  readonly pageUrl: string;
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly issuerUrl: string;
}

export interface LocalService {
  readonly urls: Urls;
  messages(): Promise<readonly Received[]>;
  executions(): Promise<readonly Executed[]>;
  /** The latest lines, up to 10,000. */
  lines(): Promise<readonly LoggedLine[]>;
  tokens(): Promise<readonly StoredToken[]>;
  counts(): Promise<readonly StoredCount[]>;
  /** Clears messages, executions and lines. */
  forget(): Promise<void>;
  addFault(fault: Readonly<Record<string, string | number>>): Promise<void>;
  clearFaults(): Promise<void>;
  accessToken(client: string): Promise<string>;
  close(): void;
}

type Item = Record<string, AttributeValue>;

/** Any region and credentials will do; the tables are found by their names. */
const LOCAL = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

export function localService(urls: Urls): LocalService {
  const dynamoDb = new DynamoDBClient({ ...LOCAL, endpoint: urls.awsUrl });
  const accessTokens = new Map<string, Promise<string>>();
  const local = async (what: string, init?: RequestInit): Promise<Response> => {
    const response = await fetch(`${urls.pageUrl}/_local/${what}`, init);
    if (!response.ok) {
      throw new Error(`/_local/${what} answered ${response.status}: ${await response.text()}`);
    }
    return response;
  };
  const listed = async <T>(what: string): Promise<T> => (await (await local(what)).json()) as T;

  /** All items of the table whose name contains the word. */
  const scan = async (word: RegExp): Promise<Item[]> => {
    const { TableNames = [] } = await dynamoDb.send(new ListTablesCommand({}));
    const [TableName, ...more] = TableNames.filter((name) => word.test(name));
    if (TableName === undefined || more.length > 0) {
      throw new Error(`There is not one table for ${word} among ${TableNames.join(', ')}`);
    }
    const items: Item[] = [];
    for await (const { Items = [] } of paginateScan(
      { client: dynamoDb },
      { TableName, ConsistentRead: true },
    )) {
      items.push(...Items);
    }
    return items;
  };

  return {
    urls,
    messages: () => listed('messages'),
    executions: () => listed('executions'),
    lines: () => listed('logs'),
    tokens: async () => (await scan(/tokens/i)).map(readToken),
    counts: async () => (await scan(/limits/i)).map(readCount),
    async forget() {
      for (const what of ['messages', 'executions', 'logs']) {
        await local(what, { method: 'DELETE' });
      }
    },
    async addFault(fault) {
      const headers = { 'content-type': 'application/json' };
      await local('faults', { method: 'POST', headers, body: JSON.stringify(fault) });
    },
    async clearFaults() {
      await local('faults', { method: 'DELETE' });
    },
    accessToken(client) {
      const known = accessTokens.get(client) ?? askForToken(urls.issuerUrl, client);
      accessTokens.set(client, known);
      return known;
    },
    close: () => dynamoDb.destroy(),
  };
}

/** With every scope; it lasts an hour. */
async function askForToken(issuerUrl: string, client: string): Promise<string> {
  const response = await fetch(`${issuerUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client}:local`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

const textIn = (item: Item, name: string): string => item[name]?.S ?? '';

const readToken = (item: Item): StoredToken => ({
  user_id: textIn(item, 'user_id'),
  slot: textIn(item, 'slot'),
  token_id: textIn(item, 'token_id'),
  status: textIn(item, 'status'),
  attempts: Number(item.attempts?.N ?? 0),
  ...(item.outcome?.S === undefined ? {} : { outcome: item.outcome.S }),
  ...(item.arrival?.S === undefined ? {} : { arrival: item.arrival.S }),
});

const readCount = (item: Item): StoredCount => ({
  subject: textIn(item, 'subject'),
  window: textIn(item, 'window'),
  numbers: Object.fromEntries(
    Object.entries(item).flatMap(([name, { N }]) => (N === undefined ? [] : [[name, Number(N)]])),
  ),
});
