/** The runbook is read in an emergency, so every entry is built alike. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ALARM_ROWS, COMPOSITE_ALARM } from '../../handlers/contract/alarms.ts';
import { PROBLEM_ADVICE } from '../../handlers/contract/problem-advice.ts';
import { anchorsOf } from './markdown.ts';

const PAGE = 'docs/runbook.md';
const PARTS = ['**What it means.**', '**Look here.**', '**Do this.**'];
/** What one does without an emergency, and what is looked up. */
const NOT_ENTRIES = [
  'Alarms',
  'What shows',
  'Metrics',
  "A person's log lines",
  'Replacing the receipt key',
  'Opt-outs',
  'A topic of your own',
  'Smoke test',
  'Removing it',
  'Emails by SES',
  'How much email SNS carries',
  'Texts to India',
  'Going to production',
];

const sections = readFileSync(PAGE, 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => ({ title: section.slice(0, section.indexOf('\n')), text: section }));
const entries = sections.filter(({ title }) => !NOT_ENTRIES.includes(title));

/** What Lambda writes of a function that it killed, at the level WARN: no `level`, and no `message`. */
const KILLED = [
  '{"time":"2026-11-26T20:00:00.000Z","type":"platform.report","record":{"requestId":"r","metrics":{"durationMs":4000},"status":"timeout"}}',
  '{"time":"2026-11-26T20:00:00.000Z","type":"platform.report","record":{"requestId":"r","metrics":{"durationMs":90},"status":"error","errorType":"Runtime.ExitError"}}',
];
const FINE =
  '{"time":"2026-11-26T20:00:00.000Z","type":"platform.report","record":{"requestId":"r","status":"success"}}';

describe('a query of the runbook', () => {
  it.each(['Unknown outcome', 'internal_error'])('finds functions that were killed: %s', (wanted) => {
    const { text = '' } = entries.find(({ title }) => title === wanted) ?? {};
    const [, pattern = ''] = /@message like \/(.+)\/$/m.exec(text) ?? [];
    const finds = new RegExp(pattern);
    expect([...KILLED, FINE].map((line) => finds.test(line))).toEqual([true, true, false]);
  });

  it('names no member that our lines leave out', () => {
    expect(readFileSync(PAGE, 'utf8')).not.toMatch(/\b(function_name|function_arn|function_memory_size)\b/);
  });
});

describe('an entry of the runbook', () => {
  it.each(entries)('says what it means, where to look and what to do: $title', ({ text }) => {
    const places = PARTS.map((part) => text.indexOf(`\n${part}`));
    expect(places.filter((at) => at < 0)).toEqual([]);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const [index, part] of PARTS.entries()) {
      const said = text.slice((places[index] ?? 0) + part.length + 1, places[index + 1]).trim();
      expect(said.split(/\s+/).length).toBeGreaterThan(3);
    }
  });

  it('leads every alarm to what to do', () => {
    const anchors = anchorsOf(PAGE);
    const known = entries.map(({ title }) => title.toLowerCase().replaceAll(' ', '-'));
    for (const [name, { runbook }] of [...ALARM_ROWS, [COMPOSITE_ALARM.name, COMPOSITE_ALARM] as const]) {
      expect([name, known.includes(runbook), anchors.includes(runbook)]).toEqual([name, true, true]);
    }
  });

  it('leads there for every fault that has an entry', () => {
    const known = entries.map(({ title }) => title.toLowerCase().replaceAll(' ', '-'));
    const named = Object.values(PROBLEM_ADVICE).flatMap(({ runbook }) => runbook ?? []);
    expect(named.filter((each) => !known.includes(each))).toEqual(['opt-outs']);
  });

  it('is the only kind of section, besides those that are listed', () => {
    const titles = sections.map(({ title }) => title);
    expect(NOT_ENTRIES.filter((each) => !titles.includes(each))).toEqual([]);
  });
});
