import { describe, expect, it } from '@jest/globals';
import { changeParameters, readParameters } from '../src/shell/url-parameters.ts';
import { linksOf } from '../src/views/health/link-list.ts';
import { askedBy, metricsQuery, SHOWN } from '../src/views/health/metrics-query.ts';
import { rangeRule } from '../src/views/health/range-rule.ts';
import { text } from '../src/views/health/strings.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const shownBy = (query: string) => readParameters(SHOWN, new URLSearchParams(query));

describe('what Health shows', () => {
  it('is in the URL, so that a link shows the same', () => {
    const change = {
      period: 'custom',
      from: '2026-11-22T09:00:00.000Z',
      to: '2026-11-22T10:00:00.000Z',
    } as const;
    const hash = changeParameters(SHOWN, '#/health?by=country', { ...change, value: 'IN' });
    const shown = shownBy(hash.split('?')[1] ?? '');
    expect(shown).toEqual({ ...change, by: 'country', value: 'IN' });
    expect(askedBy(shown)).toEqual({ from: change.from, to: change.to, by: 'country', value: 'IN' });
  });

  it.each([
    ['', { period: 'hour', by: 'channel' }],
    ['period=week', { period: 'week', by: 'channel' }],
    // A broken link.
    ['period=custom&from=yesterday', { period: 'hour', by: 'channel' }],
    ['period=year&by=person', { period: 'hour', by: 'channel' }],
  ])('of the query "%s" is asked for as %j', (query, asked) => {
    expect(askedBy(shownBy(query))).toEqual(asked);
  });

  it('is read less often for long ranges, which change little', () => {
    const pollOf = (query: string) =>
      metricsQuery({ readMetrics: async () => ({}) as never }, shownBy(query)).pollMs?.(undefined);
    expect([pollOf(''), pollOf('period=day'), pollOf('period=week')]).toEqual([30_000, 30_000, 120_000]);
  });
});

describe('a custom range', () => {
  it.each([
    ['2026-11-22T09:00:00Z', '2026-11-22T10:00:00Z', undefined],
    ['2026-11-22T09:00:00+05:30', '2026-11-22T10:00:00+05:30', undefined],
    ['', '2026-11-22T10:00:00Z', text.rangeMissing],
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z', text.rangeOrder],
    ['2026-11-23T10:00:00Z', '2026-11-24T10:00:00Z', text.rangeOrder],
    ['2025-08-01T00:00:00Z', '2025-09-01T00:00:00Z', text.rangeTooOld],
  ])('from "%s" to %s', (from, to, message) => {
    const rule = rangeRule(from, to, NOW);
    expect(rule.valid ? undefined : rule.errorMessage).toBe(message);
  });
});

describe('names of slices', () => {
  it.each([
    ['channel', 'sms', 'SMS'],
    ['country', 'IN', 'India'],
    ['country', 'CA,US', 'Canada, United States'],
    ['client_group', 'shop', 'shop'],
    ['client_group', '_other', 'Clients without a group'],
  ] as const)('of %s %s is %s', (by, value, name) => {
    expect(text.sliceName(by, value)).toBe(name);
  });
});

describe('links', () => {
  const aws_console = {
    metrics: 'https://aws/metrics',
    logs: 'https://aws/logs',
    traces: 'https://aws/traces',
  };

  it('lead to the AWS console; without alarms there is no dashboard', () => {
    const titles = (more: object) =>
      linksOf({ aws_console: { ...aws_console, ...more } } as never).map(([title]) => title);
    expect(titles({})).toEqual(['Metrics', 'Logs Insights', 'X-Ray traces']);
    expect(titles({ dashboard: 'https://aws/d', alarms: 'https://aws/a' })).toEqual([
      ...['Dashboard', 'Alarms', 'Metrics', 'Logs Insights', 'X-Ray traces'],
    ]);
  });

  it('lead to the local runtime on a developer’s machine', () => {
    expect(linksOf({ local: true, aws_console } as never).map(([, href]) => href)).toEqual([
      ...['/_local/alarms', '/_local/logs', '/_local/executions'],
    ]);
  });
});
