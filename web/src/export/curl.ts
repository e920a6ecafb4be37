/**
 * A request of the console as a curl command for a POSIX shell. Whoever runs it brings the access token, and a code,
 * in variables: neither is ever in the command, because commands end up in histories and tickets.
 */
import type { RequestLine } from '../api/call-route.ts';

/** The shell's variable with the code that the person typed. */
const CODE_VARIABLE = 'CODE';

/**
 * The value of a member of the body that the shell replaces by its variable `CODE`. Nobody can guess it, so no link can
 * bring a text that becomes a variable.
 */
export const codeInShell = crypto.randomUUID();

/** `base` is the API's URL: `https://courier.example.com/api`. */
export function curlOf(base: string, { method, path, body }: RequestLine): string {
  const words = [
    `curl -sS --globoff -X ${method} ${quoted(base + path)}`,
    '-H "Authorization: Bearer $ACCESS_TOKEN"',
    // --data would read a file if the body began with @.
    ...(body === undefined
      ? []
      : [`-H 'Content-Type: application/json'`, `--data-raw ${quoted(JSON.stringify(body))}`]),
  ];
  return words.join(' \\\n  ');
}

/** In single quotes a shell leaves every character as it is, and only a single quote ends them. */
const quoted = (text: string): string =>
  `'${text.replaceAll("'", `'\\''`).replaceAll(codeInShell, () => `'"$${CODE_VARIABLE}"'`)}'`;
