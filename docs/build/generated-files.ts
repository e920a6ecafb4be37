/** The files of this repository that are generated, wholly or in part, and their expected content. */
import { readFileSync } from 'node:fs';
import type { Measured } from '../../bench/cost/usage.ts';
import { alarmTable } from './alarm-table.ts';
import { brunoFiles } from './bruno.ts';
import { chargedNumbersTable } from './charged-numbers.ts';
import { clientContract } from './client-contract.ts';
import { configurationTables } from './configuration.ts';
import { costParts } from './cost.ts';
import { eventSchemas, eventTables, exampleEvent } from './events.ts';
import { keptDataTable } from './kept-data.ts';
import { languagesPage } from './languages.ts';
import { limitsTables } from './limits-tables.ts';
import { withMarkedParts } from './marked-part.ts';
import type { PackageFacts } from './openapi.ts';
import { writeOpenApi } from './openapi.ts';
import { otherLanguagesPage } from './other-languages.ts';
import { exampleProblem } from './problem-responses.ts';
import { problemTable } from './problem-table.ts';
import { routesTable } from './routes-table.ts';

export interface GeneratedFile {
  /** Relative to the repository's root, where npm runs scripts and tests. */
  readonly path: string;
  readonly text: string;
}

const read = (path: string): string => readFileSync(path, 'utf8');

export function generatedFiles(): readonly GeneratedFile[] {
  const facts: PackageFacts = JSON.parse(read('package.json'));
  const openApi = writeOpenApi(facts);
  return [
    { path: 'docs/openapi.yaml', text: openApi },
    { path: 'docs/api.md', text: withMarkedParts(read('docs/api.md'), routesTable()) },
    {
      path: 'docs/configuration.md',
      text: withMarkedParts(read('docs/configuration.md'), configurationTables()),
    },
    {
      path: 'docs/problems.md',
      text: withMarkedParts(
        read('docs/problems.md'),
        `\`\`\`json\n${exampleProblem()}\n\`\`\``,
        problemTable(),
      ),
    },
    {
      path: 'docs/events.md',
      text: withMarkedParts(read('docs/events.md'), `\`\`\`json\n${exampleEvent()}\n\`\`\``, eventTables()),
    },
    {
      path: 'docs/cost.md',
      text: withMarkedParts(
        read('docs/cost.md'),
        ...costParts(
          JSON.parse(read('bench/cost/measured.json')) as Measured,
          JSON.parse(read('bench/cost/before.json')) as Measured,
        ),
      ),
    },
    { path: 'docs/events.schema.json', text: eventSchemas() },
    { path: 'docs/languages.md', text: languagesPage() },
    { path: 'docs/other-languages.md', text: otherLanguagesPage() },
    { path: 'docs/runbook.md', text: withMarkedParts(read('docs/runbook.md'), alarmTable()) },
    { path: 'docs/architecture.md', text: withMarkedParts(read('docs/architecture.md'), limitsTables()) },
    {
      path: 'docs/data-protection.md',
      text: withMarkedParts(read('docs/data-protection.md'), keptDataTable()),
    },
    { path: 'client/src/contract.ts', text: clientContract() },
    { path: 'handlers/domain/destinations/charged-numbers-table.ts', text: chargedNumbersTable() },
    ...brunoFiles(openApi),
  ];
}
