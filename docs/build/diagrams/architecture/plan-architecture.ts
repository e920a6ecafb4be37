/**
 * The architecture diagram as a plan: zones from top to bottom, as a request passes them, each with what the
 * templates say is deployed.
 */
import type { Card, Connection, Frame, Legend, Plan } from '../../../../workflows/picture/drawing/picture.ts';
import { contains } from '../../../../workflows/picture/drawing/picture.ts';
import { dataZone } from './data-zone.ts';
import { deliveryZone } from './delivery-zone.ts';
import { Deployment } from './deployment.ts';
import { edgeZone } from './edge-zone.ts';
import { endpointsZone } from './endpoints-card.ts';
import { entranceZone } from './entrance-zone.ts';
import { eventsZone } from './events-zone.ts';
import { insightZone } from './insight-zone.ts';
import { machineZone } from './machine-zone.ts';
import { callers, receivers } from './outside.ts';
import type { CardId } from './resource-rules.ts';
import { cardOf } from './resource-rules.ts';
import { secretsZone } from './secrets-zone.ts';
import type { Entry, Templates } from './template.ts';
import type { Deployed, Zone } from './zone.ts';

const WIDTH = 1000;
const MARGIN = 16;
const ROW = 40;
const LEFT = 48;
const RIGHT = 952;
const LEGEND_HEIGHT = 40;

export function planArchitecture(templates: Templates): Plan {
  const deployment = new Deployment(templates);
  const shown = Map.groupBy(deployment.entries, (entry) => cardOf(entry, deployment));
  const deployed: Deployed = { deployment, of: (card: CardId): readonly Entry[] => shown.get(card) ?? [] };

  const outside = callers(deployed, MARGIN);
  const accountTop = MARGIN + outside.height + 32;
  const edge = edgeZone(deployed, { x: 352, y: accountTop + 32 });
  const regionTop = accountTop + 32 + edge.height + 32;
  const entrance = entranceZone(deployed, { x: LEFT, y: regionTop + 32 });
  const computeTop = regionTop + 32 + entrance.height + 64;
  const endpoints = endpointsZone(deployed, { x: LEFT, y: computeTop }, 184);
  const machine = machineZone(deployed, { x: 272, y: computeTop }, 480);
  const delivery = deliveryZone(deployed, { x: 784, y: computeTop }, RIGHT - 784);
  const dataTop = computeTop + Math.max(endpoints.height, machine.height, delivery.height) + ROW + 16;
  const data = dataZone(deployed, { x: LEFT, y: dataTop });
  const secrets = secretsZone(deployed, { x: 512, y: dataTop }, RIGHT - 512);
  const insightTop = dataTop + Math.max(data.height, secrets.height) + ROW;
  const insight = insightZone(deployed, { x: LEFT, y: insightTop }, RIGHT - LEFT);
  const eventsTop = insightTop + insight.height + ROW;
  const events = eventsZone(deployed, { x: LEFT, y: eventsTop }, RIGHT - LEFT);
  const regionBottom = (events.height > 0 ? eventsTop + events.height : insightTop + insight.height) + 16;
  const accountBottom = regionBottom + 16;
  const below = receivers(deployed, accountBottom + 32);
  const height = (below.height > 0 ? accountBottom + 32 + below.height : accountBottom) + LEGEND_HEIGHT;

  const frames: Frame[] = [
    {
      id: 'account',
      x: MARGIN,
      y: accountTop,
      width: WIDTH - 2 * MARGIN,
      height: accountBottom - accountTop,
      title: 'Your AWS account',
      look: 'account',
    },
    {
      id: 'region',
      x: 32,
      y: regionTop,
      width: WIDTH - 64,
      height: regionBottom - regionTop,
      title: `Region ${deployment.region}`,
      look: 'region',
    },
  ];
  const zones: Zone[] = [
    outside,
    edge,
    entrance,
    machine,
    endpoints,
    delivery,
    data,
    secrets,
    insight,
    events,
    below,
  ];
  const cards: Card[] = zones.flatMap((zone) => zone.cards);
  const all = [...frames, ...zones.flatMap((zone) => zone.frames)];
  const boxes = new Set([...cards, ...all].map(({ id }) => id));
  const connections: Connection[] = zones
    .flatMap((zone) => zone.connections)
    .filter(({ from, to }) => boxes.has(from) && boxes.has(to));
  return {
    width: WIDTH,
    height,
    title: 'Token Courier: architecture',
    description: describe(cards, all),
    frames: all,
    cards,
    connections,
    legend: LEGEND,
  };
}

/** Each frame with its cards: for those who cannot see the picture. */
function describe(cards: readonly Card[], frames: readonly Frame[]): string {
  const innermost = (card: Card): Frame | undefined => frames.findLast((frame) => contains(frame, card));
  const said = ({ texts }: Card): string => texts.map(({ words }) => words).join(' ');
  const groups = Map.groupBy(cards, innermost);
  return [...groups]
    .map(([frame, members]) => `${frame?.title ?? 'Outside the account'}: ${members.map(said).join('; ')}.`)
    .join(' ');
}

const LEGEND: readonly Legend[] = [
  { look: 'main', words: 'the path of a code' },
  { look: 'call', words: 'calls' },
  { look: 'use', words: 'reads or writes' },
  { look: 'fallback', words: 'on failure' },
  { look: 'encrypted', words: 'encrypted under the KMS key' },
];
