/**
 * The API as a Bruno collection, made from its OpenAPI description and written by Bruno's own package.
 * https://docs.usebruno.com/bru-lang/overview
 */
import lang from '@usebruno/lang';
import { parse } from 'yaml';

/** All of it is generated. */
export const BRUNO_FOLDER = 'docs/bruno';

/** The parts of an OpenAPI document that a request is made from. */
interface Operation {
  readonly operationId: string;
  readonly tags: readonly [string];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly examples: Readonly<Record<string, Example>> }>>;
  };
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly example?: unknown;
  readonly schema: { readonly default?: unknown };
}

interface Example {
  readonly value: object;
}

interface Server {
  readonly url: string;
  readonly variables?: Readonly<Record<string, { readonly default: string }>>;
}

interface Description {
  readonly info: { readonly title: string };
  readonly servers: readonly Server[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly securitySchemes: {
      readonly oauth2: { readonly flows: { readonly clientCredentials: { readonly tokenUrl: string } } };
    };
  };
}

/** An example, to be replaced by the output `TokenUrl`. */
const DEPLOYED_TOKEN_URL = 'https://example.auth.eu-central-1.amazoncognito.com/oauth2/token';

/** What a request takes from an environment, or from the answer to an earlier request. */
const VARIABLES: Readonly<Record<string, string>> = {
  user_id: 'ada',
  token_id: '',
  delivery_id: '',
  prefix: '+49151',
  execution_id: '',
};
/** What later requests take from an answer, by its operation. */
const KEPT: Readonly<Record<string, string>> = { issueToken: 'token_id', deliverCode: 'delivery_id' };

/** Files of the collection: their paths from the repository's root, and their text. */
export function brunoFiles(openApi: string): { readonly path: string; readonly text: string }[] {
  const description = parse(openApi) as Description;
  const [local = '', deployed = ''] = description.servers.map(exampleUrl);
  const { tokenUrl } = description.components.securitySchemes.oauth2.flows.clientCredentials;
  const manifest = {
    version: '1',
    name: description.info.title,
    type: 'collection',
    ignore: ['node_modules'],
  };
  const files: Record<string, string> = {
    // Short arrays on one line, as Biome formats them.
    'bruno.json': `${JSON.stringify(manifest, undefined, 2).replace(/\[\s+|\s+\]/g, (bracket) => bracket.trim())}\n`,
    'collection.bru': collection(),
    'environments/Local.bru': environment(local, tokenUrl, 'local'),
    'environments/Deployed.bru': environment(deployed, DEPLOYED_TOKEN_URL, ''),
  };
  for (const [index, { name }] of description.tags.entries()) {
    files[`${name}/folder.bru`] = lang.jsonToCollectionBru({ meta: { name, seq: index + 1 } });
  }
  const places = new Map<string, number>();
  for (const [path, item] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const [tag] = operation.tags;
      const place = (places.get(tag) ?? 0) + 1;
      places.set(tag, place);
      files[`${tag}/${operation.operationId}.bru`] = requestOf(method, path, operation, place);
    }
  }
  return Object.entries(files).map(([path, text]) => ({ path: `${BRUNO_FOLDER}/${path}`, text }));
}

/** The server's URL with the defaults of its variables. */
const exampleUrl = ({ url, variables = {} }: Server): string =>
  url.replace(/\{(\w+)\}/g, (_whole, name: string) => variables[name]?.default ?? name);

function requestOf(method: string, path: string, operation: Operation, place: number): string {
  const { operationId, summary, description, security, parameters = [], requestBody } = operation;
  const kept = KEPT[operationId];
  const [example] = Object.values(requestBody?.content['application/json']?.examples ?? {});
  const inPlace = (where: Parameter['in']) => parameters.filter((parameter) => parameter.in === where);
  return lang.jsonToBruV2({
    meta: { name: summary, type: 'http', seq: place },
    http: {
      method,
      url: `{{base_url}}${path.replace(/\{(\w+)\}/g, ':$1')}`,
      body: example ? 'json' : 'none',
      auth: security.length > 0 ? 'inherit' : 'none',
    },
    // What is optional is switched off, so that a request works as it is.
    params: [
      ...inPlace('query').map(({ name, example: value, schema }) => ({
        name,
        value: String(value ?? schema.default ?? ''),
        type: 'query',
        enabled: false,
      })),
      ...inPlace('path').map(({ name }) => ({ name, value: variable(name), type: 'path', enabled: true })),
    ],
    headers: inPlace('header').map(({ name, example: value }) => ({
      name,
      value: String(value ?? ''),
      enabled: false,
    })),
    ...(example && { body: { json: JSON.stringify(example.value, undefined, 2) } }),
    ...(kept !== undefined && {
      vars: { res: [{ name: kept, value: `res.body.${kept}`, enabled: true, local: false }] },
    }),
    docs: description ?? summary,
  });
}

function variable(name: string): string {
  if (!Object.hasOwn(VARIABLES, name)) {
    throw new Error(`The environments have no variable for the path parameter ${name}`);
  }
  return `{{${name}}}`;
}

/** Each request gets its access token from here. Bruno asks for it once, and keeps it. */
const collection = (): string =>
  lang.jsonToCollectionBru({
    auth: {
      mode: 'oauth2',
      oauth2: {
        grantType: 'client_credentials',
        accessTokenUrl: '{{token_url}}',
        clientId: '{{client_id}}',
        clientSecret: '{{client_secret}}',
        credentialsPlacement: 'basic_auth_header',
        credentialsId: 'credentials',
        tokenPlacement: 'header',
        tokenHeaderPrefix: 'Bearer',
      },
    },
    docs: "Choose an environment and set its `client_secret`, which Bruno keeps out of these files.\nThe local one is `local`; a deployment's values are in the stack's outputs.",
  });

/** A secret has a name here, and no value: Bruno stores it elsewhere. */
const environment = (baseUrl: string, tokenUrl: string, clientId: string): string =>
  lang.envJsonToBruV2({
    variables: [
      ...Object.entries({ base_url: baseUrl, token_url: tokenUrl, client_id: clientId, ...VARIABLES }).map(
        ([name, value]) => ({ name, value, enabled: true, secret: false }),
      ),
      { name: 'client_secret', value: '', enabled: true, secret: true },
    ],
  });
