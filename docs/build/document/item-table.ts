/** The item of the system demonstration, attribute by attribute, as `npm run screenshots demonstration` read it. */
import { readFileSync } from 'node:fs';
import { markdownTable } from './page-table.ts';

const ITEM = 'docs/document/demonstration/item.json';

/** In the order in which the table lists them. */
const MEANINGS: Readonly<Record<string, string>> = {
  user_id: 'the person, as the auth system names them: the partition key',
  slot: 'client group and purpose: the sort key',
  token_id: 'the identifier of this code',
  status: '`issued`, `sent`, `used` or `revoked`',
  sealed_token: 'the code, sealed with AES-256-GCM',
  token_digest: 'the keyed digest that a typed code is compared with',
  secret_version: 'the version of the secret that both were made with',
  channel: 'how it was sent last',
  channels: 'every channel that it was handed to',
  destination_masked: 'where it went, for people',
  destination_digest: 'where it went, as a keyed digest',
  number_prefix: 'what the pumping guard counted, encrypted',
  format: 'digits, or letters and digits',
  length: 'the number of characters',
  locale: 'the language of the message',
  client_id: 'the client that asked',
  issued_at: 'when it was made',
  expiry_time: 'when it expires, in seconds since 1970: the attribute of time to live',
  attempts: 'wrong and right attempts so far',
  max_attempts: 'how many there may be',
  sends: 'how many messages there were',
  last_sent_at: 'when the latest one was begun',
  sent_at: 'when SNS or SES accepted it',
  outcome: '`sent`, or `unknown` if it may have been sent',
  message_id: 'the identifier that SNS or SES gave it',
  execution_arn: 'the execution that issued it',
  answered_by: 'the execution that recorded the delivery',
  list_shard: 'the partition of the list’s index',
};

/** @throws when the item has an attribute that has no meaning here, or the other way round */
export function itemTable(): string {
  const item: Readonly<Record<string, Readonly<Record<string, unknown>>>> = JSON.parse(
    readFileSync(ITEM, 'utf8'),
  );
  const unlike = [
    ...Object.keys(item).filter((name) => !(name in MEANINGS)),
    ...Object.keys(MEANINGS).filter((name) => !(name in item)),
  ];
  if (unlike.length > 0) {
    throw new Error(`${ITEM} and the meanings of its attributes differ in ${unlike.join(', ')}`);
  }
  return markdownTable(
    ['Attribute', 'Value', 'What it is'],
    Object.entries(MEANINGS).map(([name, meaning]) => {
      const [type, value] = Object.entries(item[name] ?? {})[0] ?? [];
      return [`\`${name}\``, `${type} \`${String(value)}\``, meaning];
    }),
  );
}
