/** The API's description, as Swagger UI shows it. */

interface Operation {
  readonly parameters?: readonly { readonly in: string; example?: unknown }[];
  description?: string;
  security?: readonly { readonly oauth2?: readonly string[] }[];
}

/** The members of an OpenAPI document that matter here. */
export interface Description {
  readonly info: { readonly description: string };
  servers: { url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    securitySchemes?: {
      readonly oauth2: { readonly flows: { readonly clientCredentials: { readonly tokenUrl: string } } };
    };
  };
}

/** Where clients get access tokens. */
export function tokenUrlOf({ components }: Description): string {
  const url = components.securitySchemes?.oauth2.flows.clientCredentials.tokenUrl;
  if (url === undefined) {
    throw new Error('openapi.yaml has no token endpoint');
  }
  return url;
}

/**
 * Changes the description for this page. It has its own form for access tokens, which keeps them out of Swagger UI,
 * so each operation names its scopes in words. And the page may only call its own origin.
 */
export function forSwagger(description: Description, origin: string): Description {
  const [server] = description.servers;
  description.servers = [{ url: origin + new URL(server?.url ?? '/', origin).pathname }];
  for (const item of Object.values(description.paths)) {
    for (const operation of Object.values(item)) {
      operation.description = [scopesOf(operation), operation.description].filter(Boolean).join('\n\n');
      operation.security = [];
      leaveHeadersEmpty(operation);
    }
  }
  delete description.components.securitySchemes;
  return description;
}

/**
 * Swagger UI sends examples, and a second request with the same Idempotency-Key would only be given the first one's
 * answer.
 */
function leaveHeadersEmpty({ parameters = [] }: Operation): void {
  for (const parameter of parameters.filter((each) => each.in === 'header')) {
    delete parameter.example;
  }
}

/** The first alternative is what the route needs; others allow more. */
function scopesOf({ security = [] }: Operation): string {
  const [needed, ...more] = security.map(({ oauth2 = [] }) => oauth2);
  if (needed === undefined) {
    return 'Needs no access token.';
  }
  const extra = more.flat().filter((scope) => !needed.includes(scope));
  return `Scope: ${inCode(needed)}${extra.length > 0 ? `; ${inCode(extra)} allows more` : ''}.`;
}

const inCode = (scopes: readonly string[]): string => scopes.map((scope) => `\`${scope}\``).join(', ');
