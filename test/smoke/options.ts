/** Reads the options of `npm run smoke` from the command line and the environment. */
import { parseArgs } from 'node:util';

const SECRET_VARIABLE = 'TOKEN_COURIER_CLIENT_SECRET';

const TEST_DESTINATION_HELP = `Tokens are only issued to a test destination, which receives no message and always has the same token. Set
one in cdk.json under context.tokenCourier, deploy, and name it here:

  "testDestinations": [{"phoneNumber": "+15005550006", "token": "424242"}]
  npm run smoke -- … --phone-number +15005550006 --token 424242

A deployment with "production": true has none; use --without-sending, which skips the checks that need one.`;

export const HELP = `npm run smoke -- --url <PageUrl> --token-url <TokenUrl> --client-id <MachineClientId> [options]

Checks a deployment from outside. It sends no messages, reports every attempt that it repeats, and removes
at the end what it created.

  --url             output PageUrl; the API is called through it. Without a page: output ApiUrl
  --api-url         output ApiUrl: also checks the API without CloudFront
  --token-url       output TokenUrl
  --client-id       output MachineClientId, or a client of your own with more scopes
  --client-secret   its secret. Prefer ${SECRET_VARIABLE}: others can read a command line
  --phone-number    a test destination of the deployment, in E.164
  --token           the token that it always has
  --without-sending skips the checks that issue a token
  --only            a check's name or the beginning of it; may be repeated
  --help

${TEST_DESTINATION_HELP}

Exit code: 0 when all is well, 1 when a check failed, 2 when the command is wrong.`;

export interface TestDestination {
  /** E.164. */
  readonly phoneNumber: string;
  readonly token: string;
}

export interface SmokeOptions {
  /** Origin of the page, without a trailing slash; undefined when `--url` is an API. */
  readonly pageUrl: string | undefined;
  /** The API's URL, on the page's origin if there is a page. */
  readonly apiUrl: string;
  /** The API's URL without CloudFront, if that is to be checked too. */
  readonly directApiUrl: string | undefined;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Undefined with --without-sending. */
  readonly testDestination: TestDestination | undefined;
  /** Prefixes of the names of the checks to run; if empty, all run. */
  readonly only: readonly string[];
}

/** The command is wrong; the message says what to do about it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws {UsageError} */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): SmokeOptions | 'help' {
  const values = parse(args);
  if (values.help) {
    return 'help';
  }
  const url = webAddress('url', values.url);
  const isApi = new URL(url).pathname !== '/';
  const directApiUrl = values['api-url'] === undefined ? undefined : webAddress('api-url', values['api-url']);
  return {
    pageUrl: isApi ? undefined : url,
    apiUrl: isApi ? url : `${url}/api`,
    directApiUrl,
    tokenUrl: webAddress('token-url', values['token-url']),
    clientId: required('client-id', values['client-id']),
    clientSecret: required(
      'client-secret',
      values['client-secret'] ?? environment[SECRET_VARIABLE],
      ` or ${SECRET_VARIABLE}`,
    ),
    testDestination: values['without-sending']
      ? undefined
      : testDestination(values['phone-number'], values.token),
    only: values.only,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        url: text,
        'api-url': text,
        'token-url': text,
        'client-id': text,
        'client-secret': text,
        'phone-number': text,
        token: text,
        'without-sending': { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${whatIsWrong(error)} --help lists the options.`);
  }
}

/**
 * The messages of parseArgs name options but no values, except a value without an option, which may be a
 * secret.
 */
function whatIsWrong(error: unknown): string {
  const { code, message } = error as Error & { readonly code?: string };
  return code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL'
    ? 'A value has no option before it.'
    : `${message.replace(/\.$/, '')}.`;
}

function required(name: string, value: string | undefined, alternative = ''): string {
  if (value) {
    return value;
  }
  throw new UsageError(`--${name}${alternative} is missing. --help lists the options.`);
}

function webAddress(name: string, value: string | undefined): string {
  const given = required(name, value);
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username;
  if (!isPlain) {
    throw new UsageError(`--${name} must be a URL such as https://d111111abcdef8.cloudfront.net`);
  }
  return url.href.replace(/\/+$/, '');
}

function testDestination(phoneNumber: string | undefined, token: string | undefined): TestDestination {
  if (!phoneNumber || !token) {
    throw new UsageError(`--phone-number and --token are missing.\n\n${TEST_DESTINATION_HELP}`);
  }
  if (!/^\+[1-9]\d{6,14}$/.test(phoneNumber)) {
    throw new UsageError('--phone-number must be in E.164, such as +15005550006');
  }
  if (!/^[0-9A-Za-z]{6,32}$/.test(token)) {
    throw new UsageError('--token must be 6 to 32 letters and digits');
  }
  return { phoneNumber, token };
}
