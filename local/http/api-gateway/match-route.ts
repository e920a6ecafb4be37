/**
 * Finds the resource and method of a request. A literal segment takes precedence over `{name}`, and that over
 * `{name+}`.
 */

const PARAMETER = /^\{([^}+]+)(\+)?\}$/;

export interface Routable {
  /** `ANY` for every method. */
  readonly method: string;
  /** `/things/{id}`. */
  readonly resourcePath: string;
}

export interface RouteMatch<T> {
  readonly route: T;
  /** Percent-encoded as sent: a REST API does not decode path parameters. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** `path` excludes the stage; empty segments do not count. */
export function matchRoute<T extends Routable>(
  routes: readonly T[],
  method: string,
  path: string,
): RouteMatch<T> | undefined {
  const segments = segmentsOf(path);
  const matches = routes.flatMap((route) => {
    if (route.method !== method && route.method !== 'ANY') {
      return [];
    }
    const found = matchSegments(segmentsOf(route.resourcePath), segments);
    return found ? [{ route, ...found }] : [];
  });
  matches.sort((one, other) => compareRanks(one.rank, other.rank) || rankMethod(one) - rankMethod(other));
  const [best] = matches;
  return best && { route: best.route, pathParameters: best.pathParameters };
}

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

const rankMethod = ({ route }: { route: Routable }): number => (route.method === 'ANY' ? 1 : 0);

const compareRanks = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((order, rank, index) => order || rank - (other[index] ?? 0), 0);

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): { rank: readonly number[]; pathParameters: Record<string, string> } | undefined {
  const pathParameters: Record<string, string> = {};
  const rank: number[] = [];
  for (const [index, expected] of pattern.entries()) {
    const [, name, isGreedy] = PARAMETER.exec(expected) ?? [];
    const segment = segments[index];
    if (segment === undefined) {
      return undefined;
    }
    if (name === undefined && decode(segment) !== expected) {
      return undefined;
    }
    if (name !== undefined) {
      pathParameters[name] = isGreedy ? segments.slice(index).join('/') : segment;
    }
    rank.push(name === undefined ? 0 : isGreedy ? 2 : 1);
    if (isGreedy) {
      return { rank, pathParameters };
    }
  }
  return pattern.length === segments.length ? { rank, pathParameters } : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
