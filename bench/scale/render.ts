/** The tables of docs/scale.md that are made from quotas, measurements and the simulation. */
import { breaksAt, broken, RATES } from './arithmetic.ts';
import { heatOf, PARTITION_UNITS, passesAt } from './hot-keys.ts';
import type { Measured } from './measured.ts';
import { QUOTAS, REGIONS } from './quotas.ts';
import type { Scene } from './traffic.ts';
import { SCENES } from './traffic.ts';
import type { ScaleSettings } from './writes.ts';
import { DEFAULTS, EVERYTHING_ON } from './writes.ts';

const number = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 });
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), row(...head.map(() => '---')).replaceAll(' ', ''), ...rows].join('\n');

export function measuredTable({ issue, verify }: Measured): string {
  const rows: [string, number, number][] = [
    ['requests to API Gateway', issue.requests, verify.requests],
    ['executions', issue.executions, verify.executions],
    ['function calls', issue.functions, verify.functions],
    ['calls of SNS', issue.published, verify.published],
    ['write units of DynamoDB', issue.writeUnits, verify.writeUnits],
    ['… of the activity log', issue.activityUnits, verify.activityUnits],
    ['read units of DynamoDB', issue.readUnits, verify.readUnits],
    ['events, where they are on', issue.events, verify.events],
  ];
  return table(
    ['what', 'issue', 'verify'],
    rows.map(([what, ofIssue, ofVerify]) => row(what, number(ofIssue), number(ofVerify))),
  );
}

export function quotaTable(measured: Measured): string {
  const rows = QUOTAS.map((quota) => {
    const { service, what, most, unit, raised, note, source, asOf } = quota;
    const [frankfurt, virginia] = REGIONS.map((region) => most[region]);
    const size =
      frankfurt === undefined || virginia === undefined
        ? 'none stated'
        : frankfurt === virginia
          ? number(frankfurt)
          : `${number(frankfurt)}; us-east-1: ${number(virginia)}`;
    const [at, atVirginia] = REGIONS.map((region) => breaksAt(quota, region, measured));
    const holds =
      at === undefined || atVirginia === undefined
        ? '–'
        : at === atVirginia
          ? number(at)
          : `${number(at)}; us-east-1: ${number(atVirginia)}`;
    const name = `${service}: ${what}`;
    return row(
      name,
      `${size} ${unit ?? 'a second'}`.replace('none stated a second', 'none stated'),
      holds,
      raised,
      `[${asOf}](${source})`,
      note ?? '',
    );
  });
  return table(['quota', 'number', 'holds codes a second', 'raised', 'looked up', 'besides'], rows);
}

export function brokenTable(measured: Measured): string {
  const rows = RATES.flatMap((rate) =>
    REGIONS.map((region) => {
      const names = broken(QUOTAS, region, rate, measured).map(
        ({ quota: { service, what }, at }) => `${service}: ${what} (${number(at)})`,
      );
      return row(number(rate), region, names.length === 0 ? 'nothing' : names.join('; '));
    }),
  );
  return table(['codes a second', 'region', 'breaks, the first one first (holds codes a second)'], rows);
}

/** Scenes by their place, with the settings that they are shown under. */
const SHOWN: readonly (readonly [number, ScaleSettings])[] = [
  [0, DEFAULTS],
  [0, EVERYTHING_ON],
  [1, DEFAULTS],
  [2, EVERYTHING_ON],
  [3, DEFAULTS],
  [4, DEFAULTS],
];

export function heatTable(): string {
  const rows = SHOWN.flatMap(([place, settings]) => {
    const scene = SCENES[place];
    return scene === undefined ? [] : RATES.map((rate) => heatRow(scene, settings, rate));
  });
  return table(
    [
      'traffic',
      'settings',
      'codes a second',
      'tokens: hottest partition',
      'limits: hottest partition',
      'keys above 1,000 units a second',
    ],
    rows,
  );
}

function heatRow(scene: Scene, settings: ScaleSettings, rate: number): string {
  const { keys, partitions } = heatOf(scene, settings, rate);
  const hot = keys
    .filter(({ units }) => units > PARTITION_UNITS)
    .map(({ kind, units, splits }) => `${kind}: ${number(units)}${splits ? ' (can be split)' : ''}`);
  const heats = (['tokens', 'limits'] as const).map((name) => {
    const { hottest = 0, total = 0, count = 0 } = partitions[name] ?? {};
    return `${number(hottest)} of ${number(total)}, in ${number(count)}`;
  });
  const name = settings === DEFAULTS ? 'default' : 'everything on';
  return row(scene.name, name, number(rate), ...heats, hot.length === 0 ? 'none' : hot.join('; '));
}

interface Single {
  readonly kind: string;
  readonly settings: ScaleSettings;
  readonly scene: number;
  readonly change: string;
}

const SINGLES: readonly Single[] = [
  {
    kind: 'prefix',
    settings: DEFAULTS,
    scene: 3,
    change: '`pumpingGuard.prefixDigits` 4: ten items for one',
  },
  { kind: 'prefix', settings: { ...DEFAULTS, prefixDigits: 4 }, scene: 3, change: 'with `prefixDigits` 4' },
  { kind: 'prefix', settings: DEFAULTS, scene: 1, change: 'the same' },
  { kind: 'prefix', settings: { ...DEFAULTS, prefixDigits: 4 }, scene: 1, change: 'with `prefixDigits` 4' },
  { kind: 'prefix', settings: { ...DEFAULTS, prefixDigits: 5 }, scene: 1, change: 'with `prefixDigits` 5' },
  {
    kind: 'claim of a verification',
    settings: EVERYTHING_ON,
    scene: 2,
    change: 'nothing: DynamoDB splits the key within minutes. Raise the load slowly',
  },
  {
    kind: 'spend',
    settings: EVERYTHING_ON,
    scene: 0,
    change: 'no `budget`; or several deployments, each with a share of it',
  },
  {
    kind: 'deployment',
    settings: EVERYTHING_ON,
    scene: 0,
    change: 'no `sendLimits.deployment`: the stage throttles as well',
  },
  { kind: 'client', settings: EVERYTHING_ON, scene: 2, change: 'several clients, or no `sendLimits.client`' },
  {
    kind: 'shard of the list index',
    settings: DEFAULTS,
    scene: 0,
    change: '`listShards`: one for each 500 codes a second, up to 64',
  },
  {
    kind: 'shard of the list index',
    settings: { ...DEFAULTS, listShards: 64 },
    scene: 0,
    change: 'with `listShards` 64',
  },
  {
    kind: 'shard of the activity log',
    settings: DEFAULTS,
    scene: 0,
    change: 'nothing: above it entries are lost, and codes are not. `activityDays` 0 writes none',
  },
];

export function singleKeysTable(): string {
  const rows = SINGLES.map(({ kind, settings, scene: index, change }) => {
    const scene = SCENES[index];
    const at = scene && passesAt(kind, scene, settings);
    return row(kind, scene?.name ?? '', at === undefined ? 'above 100,000' : number(at), change);
  });
  return table(['item', 'traffic', 'passes 1,000 units at codes a second', 'what to change'], rows);
}
