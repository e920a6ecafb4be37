/** `npm run example`: runs Token Courier on this machine, and beside it one of the two apps in this folder. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { spawnGuarded } from '../../local/guarded-process.ts';
import { startCommand } from '../../local/start-command.ts';
import type { LocalRuntime } from '../../local/start-local.ts';

const HELP = `Runs Token Courier on this machine, and an app that signs people in.

  npm run example                  the finished app, with a code after the password
  npm run example -- bare          the app before that, with a password alone
  npm run example -- [app] [options of npm start]

Environment: APP_PORT (4653), and those of npm start: npm start -- --help lists them and the options.`;

/** The local issuer's client, which has every scope. */
const CLIENT = { TOKEN_COURIER_CLIENT_ID: 'local', TOKEN_COURIER_CLIENT_SECRET: 'local' };
const SECRET_BYTES = 32;

const given = process.argv.slice(2);
const isNamed = given[0] !== undefined && !given[0].startsWith('-');
const [name = 'finished', options] = isNamed ? [given[0], given.slice(1)] : ['finished', given];

if (options.includes('--help')) {
  console.log(HELP);
} else if (existsSync(programOf(name))) {
  await startCommand(options, (runtime) => {
    startApp(runtime);
    return whatRuns(runtime);
  });
} else {
  console.error(`There is no app ${name}. Choose bare or finished.`);
  process.exitCode = 1;
}

function programOf(app: string): string {
  return fileURLToPath(new URL(`${app}/main.ts`, import.meta.url));
}

/** The app starts again when one of its files changes, and ends with this process. */
function startApp({ apiUrl, issuerUrl }: LocalRuntime): void {
  const app = spawnGuarded(process.execPath, ['--watch', '--watch-preserve-output', programOf(name)], {
    cwd: process.cwd(),
    env: {
      ...process.env,
      ...CLIENT,
      TOKEN_COURIER_API_URL: apiUrl,
      TOKEN_COURIER_TOKEN_URL: `${issuerUrl}/oauth2/token`,
      // One for all restarts, so that they sign nobody out.
      APP_SECRET: randomBytes(SECRET_BYTES).toString('base64url'),
    },
    stdout: 'pipe',
  });
  app.stdout?.pipe(process.stdout);
  app.stderr?.pipe(process.stderr);
}

function whatRuns({ pageUrl }: LocalRuntime): string {
  return `
Token Courier is running on this machine, and the ${name} app beside it.

  Texts       ${pageUrl}/inbox
  Console     ${pageUrl}/
  User name   ada.lovelace
  Password    correct horse battery staple

Stop with Ctrl-C. The app's address follows:
`;
}
