/** What operators see it by: logs, metrics, traces and the audit log, alarms, the dashboard and the canary. */
import type { Connection, Point } from '../../../../workflows/picture/drawing/picture.ts';
import { GRID } from '../../../../workflows/picture/drawing/picture.ts';
import type { Deployed, Spec, Zone } from './zone.ts';
import { areUnderKey, CARD_HEIGHT, card, counted, EMPTY, INSET, spoken } from './zone.ts';

const GAP = 32;
const MOST_COLUMNS = 4;

export function insightZone(deployed: Deployed, at: Point, width: number): Zone {
  const specs = [...seen(deployed), ...watched(deployed)];
  if (specs.length === 0) {
    return EMPTY;
  }
  const rows = Math.ceil(specs.length / MOST_COLUMNS);
  const columns = Math.ceil(specs.length / rows);
  const room = (width - 2 * INSET.side + GAP) / columns - GAP;
  const wide = Math.floor(room / GRID) * GRID;
  const height = INSET.top + rows * (CARD_HEIGHT + GAP) - GAP + INSET.bottom;
  return {
    frames: [{ id: 'insight', ...at, width, height, title: 'Observability', look: 'group' }],
    cards: specs.map((spec, index) =>
      card(spec, {
        x: at.x + INSET.side + (index % columns) * (wide + GAP),
        y: at.y + INSET.top + Math.floor(index / columns) * (CARD_HEIGHT + GAP),
        width: wide,
        height: CARD_HEIGHT,
      }),
    ),
    connections: connections(deployed),
    height,
  };
}

/** What the service writes. */
function seen(deployed: Deployed): Spec[] {
  const { deployment, of } = deployed;
  const logs = of('logs');
  const audit = of('audit').filter(({ type }) => type === 'AWS::Logs::LogGroup');
  const functions = deployment.all('AWS::Lambda::Function');
  const traced = functions.filter(({ properties }) => properties.TracingConfig?.Mode === 'Active');
  const readers = deployment
    .permissionsOf(functions.map(({ id }) => id))
    .filter(({ action }) => action.startsWith('cloudwatch:Get'));
  const insight = { tone: 'insight' } as const;
  return [
    ...ifAny(logs, {
      ...insight,
      id: 'logs',
      icon: 'log',
      title: 'CloudWatch Logs',
      texts: [counted(logs.length, 'log group')],
      isEncrypted: areUnderKey(logs, deployed),
    }),
    ...ifAny(readers, {
      ...insight,
      id: 'metrics',
      icon: 'metric',
      title: 'CloudWatch',
      texts: ['metrics in log lines'],
    }),
    ...ifAny(traced, {
      ...insight,
      id: 'traces',
      icon: 'trace',
      title: 'X-Ray',
      texts: [`traces ${counted(traced.length, 'function')}`],
    }),
    ...ifAny(audit, {
      ...insight,
      id: 'audit',
      icon: 'audit',
      title: 'Audit log',
      texts: ['who did what'],
      isEncrypted: areUnderKey(audit, deployed),
    }),
  ];
}

/** What watches it. */
function watched(deployed: Deployed): Spec[] {
  const { deployment, of } = deployed;
  const alarms = of('alarms');
  const topics = of('alarm-topic').filter(({ type }) => type === 'AWS::SNS::Topic');
  const subscriptions = of('alarm-topic').length - topics.length;
  const [schedule] = of('scheduled').filter(({ properties }) => 'ScheduleExpression' in properties);
  const rate = /^rate\((.*)\)$/.exec(schedule?.properties.ScheduleExpression ?? '')?.[1];
  const insight = { tone: 'insight' } as const;
  return [
    ...ifAny(alarms, {
      ...insight,
      id: 'alarms',
      icon: 'alarm',
      title: 'Alarms',
      texts: [counted(alarms.length, 'alarm')],
    }),
    ...ifAny(topics, {
      id: 'alarm-topic',
      icon: 'topic',
      tone: 'delivery',
      title: 'SNS topic',
      texts: [counted(subscriptions, 'subscription')],
      isEncrypted: areUnderKey(topics, deployed),
    }),
    ...ifAny(of('dashboard'), { ...insight, id: 'dashboard', icon: 'dashboard', title: 'Dashboard' }),
    ...deployment.functions('scheduled').map(
      ({ name }): Spec => ({
        id: 'scheduled',
        icon: 'schedule',
        tone: 'compute',
        title: spoken(name),
        texts: rate === undefined ? [] : [`every ${rate}`],
      }),
    ),
  ];
}

function connections({ of }: Deployed): Connection[] {
  const topics = of('alarm-topic').map(({ id }) => id);
  const isTold = of('alarms').some(({ mentions }) => topics.some((id) => mentions.has(id)));
  const writes = (from: string): Connection => ({
    from,
    to: 'insight',
    look: 'use',
    bundle: 'uses',
    leaves: ['bottom'],
    reaches: ['top'],
  });
  return [
    writes('machine'),
    writes('endpoints'),
    ...(isTold ? [{ from: 'alarms', to: 'alarm-topic', look: 'call' } as const] : []),
  ];
}

const ifAny = (entries: readonly unknown[], spec: Spec): Spec[] => (entries.length > 0 ? [spec] : []);
