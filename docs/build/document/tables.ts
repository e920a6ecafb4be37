/** The tables of the document that are made from the contract, the configuration and other pages, by their ids. */
import { FUNCTIONS } from '../../../handlers/contract/functions.ts';
import { CLIENT_SCOPES, ROLES, SCOPE_TEXTS } from '../../../handlers/contract/roles.ts';
import type { Route } from '../../../handlers/contract/route.ts';
import { ROUTES, routeReferences } from '../../../handlers/contract/routes.ts';
import { itemTable } from './item-table.ts';
import { markdownTable, pageTable } from './page-table.ts';
import { SERVICES } from './services.ts';

const code = (text: string): string => `\`${text}\``;

const TABLES: Readonly<Record<string, () => string>> = {
  services: () =>
    markdownTable(
      ['Service', 'Intended use', 'Deployed'],
      SERVICES.map(({ name, use, settings }) => [
        name,
        use,
        settings === undefined ? 'always' : `with ${settings.map(code).join(' or ')}`,
      ]),
    ),
  steps: () =>
    markdownTable(
      ['Function', 'What it does'],
      Object.entries(FUNCTIONS.steps).map(([name, { description }]) => [code(name), description]),
    ),
  endpoints: () =>
    markdownTable(
      ['Function', 'What it does'],
      Object.entries(FUNCTIONS.endpoints).map(([name, { description }]) => [
        code(name),
        name === 'publish-keys' ? `${description}. Only with ${code('receipts')}` : description,
      ]),
    ),
  routes: () =>
    markdownTable(
      ['Route', 'Scope', 'What it does'],
      Object.entries(routeReferences()).map(([name, { summary }]) => {
        const { method, path, scope }: Route = ROUTES[name as keyof typeof ROUTES];
        return [code(`${method} ${path}`), scope === undefined ? 'none' : code(scope), summary];
      }),
    ),
  roles: () =>
    markdownTable(
      ['Who', 'May', 'Scopes'],
      [
        ...Object.entries(ROLES).map(([name, { description, scopes }]) => [
          `operators in ${code(name)}`,
          description,
          scopes.map(code).join(', '),
        ]),
        ...Object.entries(CLIENT_SCOPES).map(([name, scopes]) => [
          `the client ${code(name)}`,
          scopes.map((scope) => SCOPE_TEXTS[scope]).join('; '),
          scopes.map(code).join(', '),
        ]),
      ],
    ),
  metrics: () =>
    pageTable({
      path: 'docs/runbook.md',
      heading: 'Metrics',
      columns: [0, 1, 2, 3],
      names: ['Metric', 'Dimension', 'One is', 'Look into it when'],
    }),
  scale: () =>
    pageTable({ path: 'docs/scale.md', heading: 'In short', names: ['Codes a second', 'What to change'] }),
  life: () =>
    pageTable({ path: 'docs/deployment.md', heading: 'Deployment', names: ['Command', 'What it does'] }),
  'cost-million': () => pageTable({ path: 'docs/cost.md', heading: 'Cost' }),
  'cost-month': () =>
    pageTable({
      path: 'docs/cost.md',
      heading: 'A month without traffic',
      names: ['Line', 'Units', 'USD a unit', 'USD'],
    }),
  'cost-others': () =>
    pageTable({
      path: 'docs/cost.md',
      heading: 'Beside others',
      names: ['A million verified codes, without carriers', 'USD'],
    }),
  alarms: () =>
    pageTable({
      path: 'docs/runbook.md',
      heading: 'Alarms',
      columns: [0, 1],
      names: ['Alarm', 'What it means'],
    }),
  item: itemTable,
  'settings-codes': () =>
    settingsOf('Codes', [
      'tokenLifetimeSeconds',
      'tokenFormat',
      'tokenLength',
      'maxAttempts',
      'resendAfterSeconds',
      'clientGroups',
      'contextInMessage',
    ]),
  'settings-limits': () =>
    settingsOf('Limits', ['sendLimits', 'guessLimits', 'limitKeys', 'maxGuessProbabilityPerDay']),
  units: () =>
    pageTable({
      path: 'docs/architecture.md',
      heading: 'What it costs',
      names: ['Request', 'Write units', 'Read units'],
    }),
  symptoms: () =>
    pageTable({
      path: 'docs/runbook.md',
      heading: 'What shows',
      names: ['What shows', 'Name in executions, logs and metrics', 'Metric'],
    }),
};

const settingsOf = (heading: string, keys: readonly string[]): string =>
  pageTable({
    path: 'docs/configuration.md',
    heading,
    names: ['Key', 'Default', 'What'],
    rows: (key) => keys.includes(key.replaceAll('`', '')),
  });

/** @throws when the document has no such table */
export function tableById(id: string): string {
  const table = TABLES[id];
  if (table === undefined) {
    throw new Error(`Nothing makes the table ${id}: tables.ts has ${Object.keys(TABLES).join(', ')}`);
  }
  return table();
}
