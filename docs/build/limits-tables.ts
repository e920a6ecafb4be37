/** The tables in docs/architecture.md that describe the items of the DynamoDB table for limits. */
import { limitsKinds } from '../../handlers/contract/limits-reference.ts';

const code = (text: string): string => `\`${text}\``;

/** One table of all items and their keys, and one of what each kind of item contains. */
export function limitsTables(): string {
  const kinds = limitsKinds();
  const items = kinds.flatMap(({ kind, items: ofKind }) =>
    ofKind.map(({ what, key }) => `| ${what} | ${code(key.subject)} | ${code(key.window)} | ${kind} |`),
  );
  const held = kinds.map(({ kind, attributes, expires, reached }) => {
    const names = attributes.length === 0 ? 'nothing' : attributes.map(code).join(', ');
    return `| ${kind} | ${names} | ${expires} | ${reached} |`;
  });
  return [
    ...['| what | subject | window | kind |', '|---|---|---|---|', ...items, ''],
    ...['| kind | holds | expires | reached by |', '|---|---|---|---|', ...held],
  ].join('\n');
}
