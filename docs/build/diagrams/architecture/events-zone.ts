/** Events: from log lines to the bus, and from there to the receivers of webhooks. */
import type { Connection, Point } from '../../../../workflows/picture/drawing/picture.ts';
import type { Deployed, Spec, Zone } from './zone.ts';
import { CARD_HEIGHT, counted, EMPTY, INSET, inRow, spoken } from './zone.ts';

const WIDTH = 144;
const GAP = 32;

export function eventsZone({ deployment, of }: Deployed, at: Point, width: number): Zone {
  const buses = of('bus').filter(({ type }) => type === 'AWS::Events::EventBus');
  if (buses.length === 0) {
    return EMPTY;
  }
  const rules = of('bus').length - buses.length;
  const queues = of('queue');
  const letters = of('dead-letters');
  const specs: Spec[] = [
    ...deployment
      .functions('forwarder')
      .map(({ name }): Spec => ({ id: 'forwarder', icon: 'function', tone: 'compute', title: spoken(name) })),
    {
      id: 'bus',
      icon: 'bus',
      tone: 'delivery',
      title: 'EventBridge',
      texts: rules > 0 ? [counted(rules, 'rule')] : [],
    },
    ...(queues.length > 0
      ? [
          {
            id: 'queue',
            icon: 'queue',
            tone: 'data',
            title: 'SQS',
            texts: [counted(queues.length, 'queue')],
          } as const,
        ]
      : []),
    ...deployment
      .functions('webhook')
      .map(({ name }): Spec => ({ id: 'webhook', icon: 'webhook', tone: 'compute', title: spoken(name) })),
    ...(letters.length > 0
      ? [{ id: 'dead-letters', icon: 'queue', tone: 'data', title: 'SQS', texts: ['dead letters'] } as const]
      : []),
  ];
  const chain = ['forwarder', 'bus', 'queue', 'webhook'].filter((id) => specs.some((spec) => spec.id === id));
  return {
    frames: [
      {
        id: 'events',
        ...at,
        width,
        height: INSET.top + CARD_HEIGHT + INSET.bottom,
        title: 'Events',
        look: 'group',
      },
    ],
    cards: inRow(specs, { x: at.x + INSET.side, y: at.y + INSET.top }, WIDTH, GAP),
    connections: [
      ...chain.slice(1).map((to, index): Connection => ({ from: chain[index] ?? '', to, look: 'call' })),
      ...(queues.some(({ properties }) => 'RedrivePolicy' in properties)
        ? [{ from: 'queue', to: 'dead-letters', look: 'failure', leaves: ['top'], reaches: ['top'] } as const]
        : []),
      ...(specs.some(({ id }) => id === 'forwarder')
        ? [
            {
              from: 'logs',
              to: 'forwarder',
              look: 'call' as const,
              leaves: ['bottom' as const],
              reaches: ['top' as const],
            },
          ]
        : []),
      ...(specs.some(({ id }) => id === 'webhook')
        ? [
            {
              from: 'webhook',
              to: 'receivers',
              look: 'call' as const,
              leaves: ['bottom' as const],
              reaches: ['top' as const],
            },
          ]
        : []),
    ],
    height: INSET.top + CARD_HEIGHT + INSET.bottom,
  };
}
