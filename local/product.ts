/** What the local runtime is told of Token Courier; the rest of it knows any stack. */
import type { RewriteFile } from './http/page/bucket-files.ts';
import type { Operator } from './issuer/operators.ts';

export const PRODUCT_NAME = 'Token Courier';

const operator = (number: number, username: string, ...groups: string[]): Operator => ({
  sub: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  username,
  groups,
});

/** One for each role, and one who has none yet. */
export const LOCAL_OPERATORS: readonly Operator[] = [
  operator(1, 'local-operator', 'admins'),
  operator(2, 'local-support', 'support'),
  operator(3, 'local-viewer', 'viewers'),
  operator(4, 'local-newcomer'),
];

/** The object that the page reads when it starts. */
const PAGE_CONFIG = 'config.json';

/**
 * Tells the page that it runs here, so that it shows the inbox and the faults, and whom one can sign in as; what is
 * deployed has no such mark.
 * @throws {SyntaxError} when the configuration is not JSON
 */
export const rewriteFile: RewriteFile = (name, text) => {
  if (name !== PAGE_CONFIG) {
    return text;
  }
  return JSON.stringify({
    ...(JSON.parse(text) as Record<string, unknown>),
    local: true,
    local_operators: LOCAL_OPERATORS.map(({ username }) => username),
  });
};
