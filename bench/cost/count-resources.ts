/** Counts the resources of all templates of a cloud assembly, by type. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Resources } from './usage.ts';

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

const WEB_ACL = 'AWS::WAFv2::WebACL';
const ALARM = 'AWS::CloudWatch::Alarm';

export async function countResources(folder: string): Promise<Resources> {
  const counts: Record<string, number> = {};
  const add = (type: string, more: number) => {
    counts[type] = (counts[type] ?? 0) + more;
  };
  const files = (await readdir(folder)).filter((name) => name.endsWith('.template.json'));
  for (const file of files.toSorted()) {
    const { Resources = {} } = JSON.parse(await readFile(join(folder, file), 'utf8')) as Template;
    for (const { Type, Properties = {} } of Object.values(Resources)) {
      add(Type, 1);
      if (Type === WEB_ACL) {
        add(`rules of ${WEB_ACL}`, (Properties.Rules as readonly unknown[] | undefined)?.length ?? 0);
      }
      if (Type === ALARM) {
        const metrics = Properties.Metrics as readonly { readonly MetricStat?: unknown }[] | undefined;
        add(`metrics of ${ALARM}`, metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1);
      }
    }
  }
  return Object.fromEntries(Object.entries(counts).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
