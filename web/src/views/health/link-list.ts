/** The pages with the same figures: in AWS's console, or in the local runtime. */
import type { PageConfig } from '../../../../handlers/contract/page.ts';
import { text } from './strings.ts';

const LOCAL = [
  [text.links.alarms, '/_local/alarms'],
  [text.links.logs, '/_local/logs'],
  [text.links.executions, '/_local/executions'],
] as const;

export function linksOf({ local, aws_console }: PageConfig): readonly (readonly [string, string])[] {
  if (local) {
    return LOCAL;
  }
  const { dashboard, alarms, metrics, logs, traces } = aws_console;
  const links: readonly (readonly [string, string | undefined])[] = [
    [text.links.dashboard, dashboard],
    [text.links.alarms, alarms],
    [text.links.metrics, metrics],
    [text.links.insights, logs],
    [text.links.traces, traces],
  ];
  return links.filter((link): link is readonly [string, string] => link[1] !== undefined);
}
