import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FAILED_ENDS, FAULT_NAMES } from '../../../handlers/contract/faults.ts';
import type { CountedMetric } from '../../../handlers/contract/metrics.ts';
import { CANARY_LATENCY, DELIVERY_LATENCY, EXECUTION_FAILURES } from '../../../handlers/contract/metrics.ts';
import { PROBLEM_ADVICE } from '../../../handlers/contract/problem-advice.ts';
import { PROBLEMS } from '../../../handlers/contract/problems.ts';
import { MAX_BODY_BYTES } from '../../../handlers/contract/vocabulary.ts';

const read = (page: string): string =>
  readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
const documented = read('problems.md');

describe('problems', () => {
  it.each(Object.entries(PROBLEMS))('%s is documented with its status', (code, { status }) => {
    expect(documented).toContain(`| \`${code}\` | ${status} |`);
  });

  it('are the only ones documented', () => {
    const codes = [...documented.matchAll(/^\| `([a-z_]+)` \| \d{3} \|/gm)].map(([, code]) => code);
    expect(codes.sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});

const runbook = read('runbook.md');

/** The table that begins with this row, one line a row. */
const tableOf = (head: string): string => {
  const [, rows = ''] = runbook.split(`\n${head}\n`);
  return rows.split('\n\n')[0] ?? '';
};

describe("the runbook's table of what shows", () => {
  const table = tableOf('| what shows | name in executions, logs and metrics | metric |');
  const withSection = Object.entries(PROBLEMS).filter(
    ([code, { status }]) => status >= 500 || PROBLEM_ADVICE[code as keyof typeof PROBLEMS].runbook === code,
  );

  it.each(withSection)('has a row for %s with its status', (code, { status }) => {
    expect(table).toContain(`| [\`${code}\`](#${code}) ${status} |`);
  });

  it.each([...FAULT_NAMES, ...Object.keys(FAILED_ENDS)])('has the name %s', (name) => {
    expect(table).toContain(`\`${name}\``);
  });
});

/** A metric that is missing here, or is none, does not compile. */
const COUNTED = {
  TokensIssued: true,
  TokensDelivered: true,
  DeliveriesSent: true,
  DeliveriesUnknown: true,
  MessagesDelivered: true,
  MessagesUndelivered: true,
  TokensVerified: true,
  TokensRevealed: true,
  VerificationsRefused: true,
  RequestsRefused: true,
  StepsFailed: true,
  RequestsFailed: true,
  DestinationPaused: true,
  PeopleLocked: true,
  BudgetExhausted: true,
  EventsNotPut: true,
  WebhooksSent: true,
  WebhooksFailed: true,
  ConfirmationsSent: true,
  CanarySucceeded: true,
  CanaryFailed: true,
} satisfies Record<CountedMetric['metric'], true>;

describe("the runbook's table of metrics", () => {
  const names = tableOf('| metric | dimension | one is | look into it when |')
    .split('\n')
    .map((row) => row.split(' | ')[0] ?? '');

  it.each([...Object.keys(COUNTED), CANARY_LATENCY, DELIVERY_LATENCY, ...EXECUTION_FAILURES])(
    'has a row for %s',
    (metric) => {
      expect(names.filter((name) => name.match(/\w+/g)?.includes(metric))).toHaveLength(1);
    },
  );
});

describe('the advice on problems', () => {
  const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, text = '']) =>
    text.toLowerCase().replaceAll(' ', '-'),
  );

  it('names sections that exist in the runbook', () => {
    const named = Object.values(PROBLEM_ADVICE).flatMap(({ runbook }) => runbook ?? []);
    expect(named).toContain('opt-outs');
    expect(headings).toEqual(expect.arrayContaining(named));
  });

  it.each(Object.entries(PROBLEM_ADVICE))('on %s closes its backticks and fits in a table', (_, advice) => {
    const text = `${advice.meaning} ${advice.remedy}`;
    expect(text.split('`').length % 2).toBe(1);
    expect(text).not.toMatch(/[|\n]/);
  });

  it('states how long a body may be', () => {
    expect(PROBLEM_ADVICE.body_too_large.meaning).toContain(` ${MAX_BODY_BYTES.toLocaleString('en')} bytes`);
  });
});
