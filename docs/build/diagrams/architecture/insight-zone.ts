/** What operators see it by: logs, metrics, traces, the audit log, alarms. */
import type { Connection, Point } from '../drawing/picture.ts';
import type { Deployed, Spec, Zone } from './zone.ts';
import { areUnderKey, CARD_HEIGHT, counted, EMPTY, INSET, inRow } from './zone.ts';

const GAP = 24;

export function insightZone(deployed: Deployed, at: Point, width: number): Zone {
  const { deployment, of } = deployed;
  const logs = of('logs');
  const audit = of('audit').filter(({ type }) => type === 'AWS::Logs::LogGroup');
  const traced = deployment
    .all('AWS::Lambda::Function')
    .filter(({ properties }) => properties.TracingConfig?.Mode === 'Active');
  const readsMetrics = deployment
    .permissionsOf(deployment.all('AWS::Lambda::Function').map(({ id }) => id))
    .some(({ action }) => action.startsWith('cloudwatch:Get'));
  const alarms = of('alarms');
  const specs: Spec[] = [
    ...some(logs, {
      id: 'logs',
      icon: 'log',
      tone: 'insight',
      title: 'CloudWatch Logs',
      texts: [counted(logs.length, 'log group')],
      isEncrypted: areUnderKey(logs, deployed),
    }),
    ...some(readsMetrics ? [1] : [], {
      id: 'metrics',
      icon: 'metric',
      tone: 'insight',
      title: 'CloudWatch',
      texts: ['metrics, from log lines'],
    }),
    ...some(traced, {
      id: 'traces',
      icon: 'trace',
      tone: 'insight',
      title: 'X-Ray',
      texts: [`traces ${counted(traced.length, 'function')}`],
    }),
    ...some(audit, {
      id: 'audit',
      icon: 'audit',
      tone: 'insight',
      title: 'Audit log',
      texts: ['who did what'],
      isEncrypted: areUnderKey(audit, deployed),
    }),
    ...some(alarms, {
      id: 'alarms',
      icon: 'alarm',
      tone: 'insight',
      title: 'Alarms',
      texts: [counted(alarms.length, 'alarm')],
    }),
    ...some(of('dashboard'), { id: 'dashboard', icon: 'dashboard', tone: 'insight', title: 'Dashboard' }),
  ];
  if (specs.length === 0) {
    return EMPTY;
  }
  const wide = Math.floor((width - 2 * INSET.side - (specs.length - 1) * GAP) / specs.length / 8) * 8;
  const writes = (from: string): Connection => ({
    from,
    to: 'insight',
    look: 'use',
    bundle: 'uses',
    leaves: ['bottom'],
    reaches: ['top'],
  });
  return {
    frames: [
      {
        id: 'insight',
        ...at,
        width,
        height: INSET.top + CARD_HEIGHT + INSET.bottom,
        title: 'Observability',
        look: 'group',
      },
    ],
    cards: inRow(specs, { x: at.x + INSET.side, y: at.y + INSET.top }, wide, GAP),
    connections: [writes('machine'), writes('endpoints')],
    height: INSET.top + CARD_HEIGHT + INSET.bottom,
  };
}

const some = (entries: readonly unknown[], spec: Spec): Spec[] => (entries.length > 0 ? [spec] : []);
