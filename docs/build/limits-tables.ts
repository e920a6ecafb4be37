/** The tables of the limits table's items in docs/architecture.md. */
import { limitsKinds } from '../../handlers/contract/limits-reference.ts';

const code = (text: string): string => `\`${text}\``;

/** Every item by its key, then what each kind of them holds. */
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
