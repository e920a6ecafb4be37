/** The express state machine: its steps in order, the fallback between channels, and what undoes a failure. */

import type { IconName } from '../../../../workflows/picture/drawing/icons.ts';
import type { Card, Connection, Point, Tone } from '../../../../workflows/picture/drawing/picture.ts';
import { SIZES } from '../../../../workflows/picture/drawing/picture.ts';
import { wrap } from '../../../../workflows/picture/drawing/text-width.ts';
import { routesOf, startsMachine } from './routes.ts';
import type { Step } from './steps.ts';
import { stepsOf } from './steps.ts';
import type { Deployed, Zone } from './zone.ts';
import { EMPTY, INSET, list } from './zone.ts';

const STEP = { width: 112, height: 48 };
const GAP = { x: 48, y: 32 };
const UNDO_WIDTH = 152;
/** Between the steps that compensate and the last one. */
const ASIDE = 16;
const COLUMNS = 3;

export const stepId = (name: string): string => `step: ${name}`;

export function machineZone(deployed: Deployed, at: Point, width: number): Zone {
  const { definition } = deployed.deployment;
  if (!definition) {
    return EMPTY;
  }
  const steps = stepsOf(definition);
  const left = at.x + INSET.side;
  const top = at.y + INSET.top;
  const column = (index: number): number => left + index * (STEP.width + GAP.x);
  const row = (index: number): number => top + index * (STEP.height + GAP.y);
  const first = steps.usual.filter(({ level }) => level < COLUMNS);
  const beside = steps.usual.filter(({ level }) => level === COLUMNS);
  const last = steps.usual.filter(({ level }) => level > COLUMNS);
  const middle = row(1) + ((beside.length - 1) * (STEP.height + GAP.y)) / 2;
  const cards: Card[] = [
    ...first.map((step, index) => stepCard(step, { x: column(index), y: row(0) })),
    ...beside.map((step, index) => stepCard(step, { x: column(COLUMNS - 1), y: row(1 + index) })),
    ...last.map((step, index) =>
      stepCard(step, { x: column(1) + ASIDE, y: middle + index * (STEP.height + GAP.y) }),
    ),
  ];
  const undo =
    steps.compensating.length > 0
      ? list(
          {
            id: 'undo',
            icon: 'undo',
            tone: 'compute',
            title: 'On failure',
            texts: steps.compensating.map(({ name }) => name),
          },
          { x: left, y: row(1) },
          UNDO_WIDTH,
        )
      : undefined;
  const bottom = Math.max(...[...cards, ...(undo ? [undo] : [])].map((card) => card.y + card.height));
  const height = bottom + INSET.bottom + 8 - at.y;
  return {
    frames: [
      {
        id: 'machine',
        ...at,
        width,
        height,
        title: 'Step Functions: express state machine',
        look: 'machine',
        icon: 'workflow',
        tone: 'workflow',
      },
    ],
    cards: [...cards, ...(undo ? [undo] : [])],
    connections: [...start(deployed), ...between(steps, undo !== undefined)],
    height,
  };
}

function stepCard({ name, resource }: Omit<Step, 'level'>, at: Point): Card {
  const isTable = resource.includes(':dynamodb:');
  const [icon, tone]: [IconName, Tone] = isTable ? ['table', 'data'] : ['function', 'compute'];
  const words = wrap(name, STEP.width - 46, SIZES.label, true);
  return {
    id: stepId(name),
    shape: 'state',
    ...at,
    ...STEP,
    icon,
    tone,
    texts: words.map((line) => ({ words: line, size: 12.5, isBold: true })),
  };
}

function start({ deployment }: Deployed): Connection[] {
  const [direct] = routesOf(deployment).filter(startsMachine);
  return direct
    ? [
        {
          from: 'api',
          to: 'machine',
          look: 'main',
          label: `${direct.method} ${direct.path}: StartSyncExecution`,
          leaves: ['bottom'],
          reaches: ['top'],
        },
      ]
    : [];
}

function between({ arrows, compensated }: ReturnType<typeof stepsOf>, hasUndo: boolean): Connection[] {
  return [
    ...arrows.map(
      ({ from, to, isFallback }): Connection => ({
        from: stepId(from),
        to: stepId(to),
        look: isFallback ? 'fallback' : 'main',
      }),
    ),
    ...(hasUndo
      ? compensated.map(
          (name): Connection => ({
            from: stepId(name),
            to: 'undo',
            look: 'failure',
            bundle: 'undo',
            leaves: ['bottom', 'left'],
          }),
        )
      : []),
  ];
}
