/**
 * `$input` in a mapping template: the body of the request or of the integration's answer, and the parameters.
 */
import { isNull, parseJson, toJavaString } from './java-values.ts';
import { readJsonPath } from './json-path.ts';
import type { TemplateFunction } from './mapping-util.ts';

export const INPUT_FUNCTIONS: readonly string[] = ['params', 'path'];

/** API Gateway replaces an absent body with an empty object. */
const EMPTY_BODY = '{}';

export interface RequestParameters {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  /** Names as the client spelled them: HTTP/2 clients use lower case. */
  readonly header: Readonly<Record<string, string>>;
}

export interface MappingInput {
  readonly body: string;
  readonly functions: ReadonlyMap<string, TemplateFunction>;
}

/** The function `path` parses the body when it is first called. */
export function createMappingInput(rawBody: string, parameters: RequestParameters): MappingInput {
  const body = rawBody === '' ? EMPTY_BODY : rawBody;
  let parsed: { readonly document: unknown } | undefined;
  const read = (path: unknown): unknown => {
    parsed ??= { document: parseJson(body) };
    return readJsonPath(parsed.document, toJavaString(path));
  };
  return {
    body,
    functions: new Map<string, TemplateFunction>([
      ['path', read],
      [
        'params',
        (name) => (isNull(name) ? { ...parameters } : findParameter(parameters, toJavaString(name))),
      ],
    ]),
  };
}

/** Path, then query string, then header; an absent parameter is an empty string. */
function findParameter({ path, querystring, header }: RequestParameters, name: string): string {
  const holder = [path, querystring, header].find((each) => Object.hasOwn(each, name));
  return holder?.[name] ?? '';
}
