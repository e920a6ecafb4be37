/** Reads the options of `npm start` from the command line and the environment. */
import { parseArgs } from 'node:util';
import { DEFAULT_PORTS } from './default-ports.ts';

const MAX_PORT = 65_535;
const LONGEST_MINUTE_SECONDS = 60;
const ENGINES = ['auto', 'dynamodb-local', 'dynalite'] as const;

export const PORT_VARIABLES = { page: 'PORT', aws: 'AWS_PORT', issuer: 'ISSUER_PORT' } as const;
/**
 * People who try the service verify few of their codes, which the guard would mistake for pumping. They also
 * need to verify on the page what they issued with curl. And what other systems call is there to be tried.
 */
const DEFAULT_SETTINGS = [
  'alarmEmail=operators@example.com',
  'pumpingGuard=false',
  'clientGroups={"this-machine":["local","page"]}',
  'events=true',
  'deliveryStatus=fallback',
  'twilioVerify=true',
  'metricsBy=["country","client"]',
  'apiReference=true',
  'hooks={"supabase":{"sms":{},"email":{}},"okta":{},"gateway":{"authentik":{},"logto":{},"fusionauth":{},"descope":{},"auth0":{},"auth0-gateway":{},"keycloak":{},"kratos":{},"zitadel":{},"zitadel-email":{}}}',
] as const;

export const HELP = `Runs Token Courier on this machine.

  npm start -- [options]

  --context key=value   overrides configuration, as cdk -c does; may be repeated
                        (default: ${DEFAULT_SETTINGS.join('\n                        ')})
  --persist <folder>    keeps tables, keys, inbox and logs there across restarts
  --output <folder>     where the synthesised stack goes (default: cdk.out)
  --alarm-minute <s>    how many seconds a minute of alarms takes, 1 to 60 (default: 60)
  --engine <engine>     ${ENGINES.join(', ')} (default: dynalite)
                        dynamodb-local needs Java 17+; auto prefers it and falls back to dynalite
  --logs                prints the log lines of the functions
  --webhooks-to <url>   sends webhooks to this URL on this machine (default: they are only recorded)
  --help                prints this

Environment: PORT (${DEFAULT_PORTS.page}), AWS_PORT (${DEFAULT_PORTS.aws}), ISSUER_PORT (${DEFAULT_PORTS.issuer}); 0 picks a free port.`;

export interface StartOptions {
  readonly isHelp: boolean;
  readonly showsLogs: boolean;
  readonly context: readonly string[];
  readonly output: string;
  /** Absent: nothing is kept when the service stops. */
  readonly persist?: string;
  readonly engine: (typeof ENGINES)[number];
  readonly ports: Readonly<Record<keyof typeof PORT_VARIABLES, number>>;
  /** How long a minute of alarms takes. Absent: a minute. */
  readonly alarmMinuteMs?: number;
  /** A URL on this machine. Absent: webhooks are recorded but go nowhere. */
  readonly receiver?: string;
}

/** An invalid option or environment variable. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** @throws {OptionError} naming the option or variable */
export function readOptions(argv: readonly string[], environment: Environment): StartOptions {
  const values = parse(argv);
  const { engine: asked = 'dynalite', context = [] } = values;
  const engine = ENGINES.find((each) => each === asked);
  if (!engine) {
    throw new OptionError(`--engine must be one of ${ENGINES.join(', ')}.`);
  }
  const wrong = context.find((setting) => !/^[^=]+=/.test(setting));
  if (wrong !== undefined) {
    throw new OptionError(`--context takes key=value, not ${wrong}.`);
  }
  for (const option of ['output', 'persist'] as const) {
    if (values[option] === '') {
      throw new OptionError(`--${option} takes a folder.`);
    }
  }
  return {
    isHelp: values.help === true,
    showsLogs: values.logs === true,
    context: [...DEFAULT_SETTINGS.filter((setting) => !isSet(context, setting)), ...context],
    output: values.output ?? 'cdk.out',
    ...(values.persist === undefined ? {} : { persist: values.persist }),
    engine,
    ...readReceiver(values['webhooks-to']),
    ...readAlarmMinute(values['alarm-minute']),
    ports: readPorts(environment),
  };
}

const keyOf = (setting: string): string => setting.slice(0, setting.indexOf('='));

/** Settings that do not go together with a default. */
const UNLESS: Readonly<Record<string, string>> = { alarmEmail: 'alarms' };

const isSet = (context: readonly string[], setting: string): boolean =>
  context.some((given) => [keyOf(setting), UNLESS[keyOf(setting)]].includes(keyOf(given)));

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        'alarm-minute': { type: 'string' },
        context: { type: 'string', short: 'c', multiple: true },
        engine: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        logs: { type: 'boolean' },
        output: { type: 'string' },
        persist: { type: 'string' },
        'webhooks-to': { type: 'string' },
      },
    }).values;
  } catch (cause) {
    throw new OptionError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** For people who do not want to wait: periods of alarms shrink with their minute. */
function readAlarmMinute(given: string | undefined): Pick<StartOptions, 'alarmMinuteMs'> {
  if (given === undefined) {
    return {};
  }
  const seconds = Number(given);
  if (!/^\d+$/.test(given) || seconds < 1 || seconds > LONGEST_MINUTE_SECONDS) {
    throw new OptionError(`--alarm-minute takes 1 to ${LONGEST_MINUTE_SECONDS} seconds.`);
  }
  return { alarmMinuteMs: seconds * 1000 };
}

/** Only this machine: what a local run sends is made up, and nobody else's business. */
function readReceiver(given: string | undefined): Pick<StartOptions, 'receiver'> {
  if (given === undefined) {
    return {};
  }
  if (!/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?(\/\S*)?$/.test(given)) {
    throw new OptionError('--webhooks-to takes a URL on this machine, such as http://localhost:3000/hooks.');
  }
  return { receiver: given };
}

type Environment = Readonly<Record<string, string | undefined>>;

function readPorts(environment: Environment): StartOptions['ports'] {
  const ports = {
    page: readPort(environment, 'page'),
    issuer: readPort(environment, 'issuer'),
    aws: readPort(environment, 'aws'),
  };
  const servers = Object.keys(ports) as (keyof typeof ports)[];
  for (const [index, server] of servers.entries()) {
    const other = servers.slice(0, index).find((each) => ports[each] === ports[server]);
    if (other === undefined || ports[server] === 0) {
      continue;
    }
    const [first, second] = [PORT_VARIABLES[other], PORT_VARIABLES[server]];
    throw new OptionError(
      `${first} and ${second} are both ${ports[server]}. Set one of them to another port (0 picks a free one).`,
    );
  }
  return ports;
}

function readPort(environment: Environment, server: keyof typeof PORT_VARIABLES): number {
  const variable = PORT_VARIABLES[server];
  const text = environment[variable];
  if (text === undefined || text === '') {
    return DEFAULT_PORTS[server];
  }
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= MAX_PORT) {
    return port;
  }
  throw new OptionError(`${variable} must be a port from 0 to ${MAX_PORT}.`);
}
