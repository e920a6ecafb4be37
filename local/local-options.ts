/** Reads what `npm start` was asked for on the command line and in the environment. */
import { parseArgs } from 'node:util';

const MAX_PORT = 65_535;
const ENGINES = ['auto', 'dynamodb-local', 'dynalite'] as const;

export const PORT_VARIABLES = { page: 'PORT', aws: 'AWS_PORT', issuer: 'ISSUER_PORT' } as const;
const DEFAULT_PORTS = { page: 3000, aws: 4566, issuer: 3001 } as const;

export const HELP = `Runs Token Courier on this machine.

  npm start -- [options]

  --context key=value   overrides configuration, as cdk -c does; may be repeated
  --output <folder>     where the synthesised stack goes (default: cdk.out)
  --engine <engine>     ${ENGINES.join(', ')} (default: dynalite; the others need Java 17+)
  --logs                prints what the functions log
  --help                prints this

Environment: PORT (${DEFAULT_PORTS.page}), AWS_PORT (${DEFAULT_PORTS.aws}), ISSUER_PORT (${DEFAULT_PORTS.issuer}); 0 picks a free port.`;

export interface StartOptions {
  readonly isHelp: boolean;
  readonly showsLogs: boolean;
  readonly context: readonly string[];
  readonly output: string;
  readonly engine: (typeof ENGINES)[number];
  readonly ports: Readonly<Record<keyof typeof PORT_VARIABLES, number>>;
}

/** Something on the command line or in the environment that cannot be understood. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** @throws {OptionError} naming the option or variable */
export function readOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions {
  const values = parse(argv);
  const { engine: asked = 'dynalite', context = [] } = values;
  const engine = ENGINES.find((each) => each === asked);
  if (!engine) throw new OptionError(`--engine must be one of ${ENGINES.join(', ')}.`);
  const wrong = context.find((setting) => !/^[^=]+=/.test(setting));
  if (wrong !== undefined) throw new OptionError(`--context takes key=value, not ${wrong}.`);
  return {
    isHelp: values.help === true,
    showsLogs: values.logs === true,
    context,
    output: values.output ?? 'cdk.out',
    engine,
    ports: {
      page: readPort(environment, 'page'),
      aws: readPort(environment, 'aws'),
      issuer: readPort(environment, 'issuer'),
    },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        context: { type: 'string', short: 'c', multiple: true },
        engine: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        logs: { type: 'boolean' },
        output: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new OptionError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function readPort(
  environment: Readonly<Record<string, string | undefined>>,
  server: keyof typeof PORT_VARIABLES,
): number {
  const variable = PORT_VARIABLES[server];
  const text = environment[variable];
  if (text === undefined || text === '') return DEFAULT_PORTS[server];
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= MAX_PORT) return port;
  throw new OptionError(`${variable} must be a port from 0 to ${MAX_PORT}.`);
}
