/**
 * What a view shows (its filter, sorting, period …) as parameters in the query of its hash, so that links, reloads
 * and a renewed sign-in keep it. A view names its parameters once; a default is left out of the URL.
 *
 *     const SHOWN = { period: choice(['hour', 'day'], 'day'), filter: typed(), sort: sorting('-at') };
 *
 * URLs end up in histories, chats and tickets, so `typed` leaves out what may be a destination or a code.
 */

/** How one parameter is read from the URL and written to it. */
export interface UrlParameter<Value> {
  /** The value in the URL, or the default for a missing or unknown one. */
  read(raw: string | null): Value;
  /** Undefined for the default, and for what must not be in a URL. */
  write(value: Value): string | undefined;
}

export type UrlParameters = Readonly<Record<string, UrlParameter<unknown>>>;

/** The values of all parameters. */
export type UrlValues<Shape extends UrlParameters> = {
  readonly [Name in keyof Shape]: Shape[Name] extends UrlParameter<infer Value> ? Value : never;
};

/** One of a few values. */
export const choice = <Value extends string>(
  values: readonly Value[],
  otherwise: NoInfer<Value>,
): UrlParameter<Value> => ({
  read: (raw) => values.find((value) => value === raw) ?? otherwise,
  write: (value) => (value === otherwise ? undefined : value),
});

/** An identifier such as a user id, a purpose or a request id; empty for none. */
export const name = (): UrlParameter<string> => ({
  read: (raw) => raw ?? '',
  write: (value) => value || undefined,
});

/** What a person types to search for; empty for none. It is in the URL only if it is no destination and no code. */
export const typed = (): UrlParameter<string> => ({
  read: (raw) => raw ?? '',
  write: (value) => (value.trim() !== '' && mayBeInUrl(value) ? value : undefined),
});

/** A column's name, after a minus to sort it descending: `-issued`. */
export const sorting = (otherwise = ''): UrlParameter<string> => ({
  read: (raw) => raw ?? otherwise,
  write: (value) => (value === otherwise ? undefined : value),
});

/** An instant in ISO 8601; empty for none. */
export const instant = (): UrlParameter<string> => ({
  read: (raw) => (raw !== null && Number.isFinite(Date.parse(raw)) ? raw : ''),
  write: (value) => value || undefined,
});

/** What the query says. */
export function readParameters<Shape extends UrlParameters>(
  shape: Shape,
  params: URLSearchParams,
): UrlValues<Shape> {
  const entries = Object.entries(shape).map(([key, { read }]) => [key, read(params.get(key))]);
  return Object.fromEntries(entries) as UrlValues<Shape>;
}

/** The hash after a change. Its view and all other parameters stay. */
export function changeParameters<Shape extends UrlParameters>(
  shape: Shape,
  hash: string,
  change: Partial<UrlValues<Shape>>,
): string {
  const [path = '', query = ''] = hash.split('?', 2);
  const params = new URLSearchParams(query);
  for (const [key, value] of Object.entries(change)) {
    const written = shape[key]?.write(value);
    if (written === undefined) {
      params.delete(key);
    } else {
      params.set(key, written);
    }
  }
  return params.size === 0 ? path : `${path}?${params}`;
}

/** Ids of requests, tokens and executions have many digits, and are no secret. */
const UUID = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
/** Four digits in a row, also when they are grouped: a phone number or a code, or a part of one. */
const DIGITS = /(\p{Nd}[\s().\-/]*){4}/u;

/** Whether the text is neither an address nor, as far as one can tell, a phone number or a code. */
export const mayBeInUrl = (text: string): boolean =>
  !/[@＠]/.test(text) && !DIGITS.test(text.replace(UUID, ''));
