import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PORTS } from '../default-ports.ts';
import { welcome } from '../welcome.ts';

const DOCUMENTS = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => /\.(md|yaml)$/.test(name))
    .map((name) => `docs/${name}`),
];
const PORT_OF_THIS_MACHINE = /(?:localhost|127\.0\.0\.1):(\d+)/g;
/** From here on, Linux assigns ports to outgoing connections: /proc/sys/net/ipv4/ip_local_port_range. */
const FIRST_EPHEMERAL_PORT = 32_768;

const FIRST_STEPS = readFileSync('docs/first-steps.md', 'utf8');
/** Of the app that `npm run example` starts beside the service. */
const EXAMPLE_PORT = Number(
  /DEFAULT_PORT = '(\d+)'/.exec(readFileSync('examples/login-app/shared/run.ts', 'utf8'))?.[1],
);

const portsIn = (path: string): number[] =>
  [...readFileSync(path, 'utf8').matchAll(PORT_OF_THIS_MACHINE)].map(([, port]) => Number(port));

describe('the default ports', () => {
  it.each(DOCUMENTS)('are the only ones that %s names', (path) => {
    const ports = [...Object.values(DEFAULT_PORTS), EXAMPLE_PORT];
    expect(ports).toEqual(expect.arrayContaining(portsIn(path)));
  });

  it('are each named in README.md or docs/local-support.md', () => {
    const named = [...portsIn('README.md'), ...portsIn('docs/local-support.md')];
    expect(named).toEqual(expect.arrayContaining(Object.values(DEFAULT_PORTS)));
    const { page, issuer, aws } = DEFAULT_PORTS;
    expect(readFileSync('docs/local-support.md', 'utf8')).toContain(
      `\`PORT\` (${page}), \`ISSUER_PORT\` (${issuer}), \`AWS_PORT\` (${aws})`,
    );
  });

  it('are three different ones, none of which the system assigns by itself', () => {
    expect(new Set(Object.values(DEFAULT_PORTS)).size).toBe(3);
    for (const port of Object.values(DEFAULT_PORTS)) {
      expect(port).toBeLessThan(FIRST_EPHEMERAL_PORT);
    }
  });
});

describe('the welcome text', () => {
  const said = welcome({
    pageUrl: `http://localhost:${DEFAULT_PORTS.page}`,
    apiUrl: `http://localhost:${DEFAULT_PORTS.page}/api`,
    issuerUrl: `http://localhost:${DEFAULT_PORTS.issuer}`,
    awsUrl: `http://127.0.0.1:${DEFAULT_PORTS.aws}`,
    aws: { dynamodbEngine: 'dynalite' },
    listed: [
      { name: 'A system', url: 'http://localhost/api/a', authentication: 'Bearer', secret: { key: 'k' } },
    ],
  });

  it('shows the commands of docs/first-steps.md', () => {
    const commands = [...said.matchAll(/(?:^ {2,}\S.*(?:curl|\| node|-H|-d).*\n)+/gm)].map(([text]) =>
      text.replace(/^ {2}/gm, ''),
    );
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      expect(FIRST_STEPS).toContain(command);
    }
  });

  it('says where other systems call, and with which secret', () => {
    expect(said).toContain('A system at http://localhost/api/a (Bearer):\n  key           k\n');
  });

  it('says whether state is kept', () => {
    expect(said).toContain('Nothing is kept when it stops');
    const kept = welcome({
      pageUrl: '',
      apiUrl: '',
      issuerUrl: '',
      awsUrl: '',
      aws: { dynamodbEngine: 'dynalite' },
      listed: [],
      stateFolder: '/home/ada/.courier',
    });
    expect(kept).toContain('State is kept in /home/ada/.courier.');
  });
});
