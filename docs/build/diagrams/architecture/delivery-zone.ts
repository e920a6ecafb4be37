/** Who sends the messages, as far as a step may ask them to, and what they report back. */
import type { Card, Connection, Point } from '../../../../workflows/picture/drawing/picture.ts';
import type { Permission } from './deployment.ts';
import { stepId } from './machine-zone.ts';
import { stepsOf } from './steps.ts';
import type { Deployed, Spec, Zone } from './zone.ts';
import { CARD_HEIGHT, EMPTY, INSET, inColumn, list, spoken } from './zone.ts';

interface Sender extends Spec {
  readonly carries: 'SMS' | 'email';
  readonly sends: (permission: Permission) => boolean;
}

const SENDERS: readonly Sender[] = [
  {
    id: 'texts',
    carries: 'SMS',
    icon: 'text',
    tone: 'delivery',
    title: 'SNS SMS',
    texts: ['text messages'],
    sends: ({ action, resources }) => action === 'sns:Publish' && resources.split(' ').includes('*'),
  },
  {
    id: 'topics',
    carries: 'email',
    icon: 'topic',
    tone: 'delivery',
    title: 'SNS topics',
    texts: ['emails'],
    sends: ({ action, resources }) => action === 'sns:Publish' && /:[^ :*]+-\*$/.test(resources),
  },
  {
    id: 'ses',
    carries: 'email',
    icon: 'email',
    tone: 'delivery',
    title: 'SES',
    texts: ['emails'],
    sends: ({ action }) => action === 'ses:SendEmail',
  },
];

export function deliveryZone(deployed: Deployed, at: Point, width: number): Zone {
  const { deployment } = deployed;
  const { definition } = deployment;
  if (!definition) {
    return EMPTY;
  }
  const steps = stepsOf(definition).usual;
  const sent = SENDERS.map((sender) => ({
    sender,
    by: steps.filter(({ resource }) => deployment.permissionsOf([resource]).some(sender.sends)),
  })).filter(({ by }) => by.length > 0);
  if (sent.length === 0) {
    return EMPTY;
  }
  const inner = { x: at.x + INSET.side, y: at.y + INSET.top };
  const wide = width - 2 * INSET.side;
  const cards: Card[] = inColumn(
    sent.map(({ sender: { sends: _sends, carries: _carries, ...spec } }) => spec),
    inner,
    wide,
    24,
  );
  const feedback = deployment.functions('feedback');
  const bottom = inner.y + cards.length * (CARD_HEIGHT + 24);
  const listed =
    feedback.length > 0
      ? list(
          {
            id: 'feedback',
            icon: 'function',
            tone: 'compute',
            title: 'Reports',
            texts: feedback.map(({ name }) => spoken(name)),
          },
          { x: inner.x, y: bottom + 8 },
          wide,
        )
      : undefined;
  const height = (listed ? listed.y + listed.height : bottom - 24) + INSET.bottom - at.y;
  return {
    frames: [{ id: 'delivery', ...at, width, height, title: 'Delivery', look: 'group' }],
    cards: [...cards, ...(listed ? [listed] : [])],
    connections: [
      ...sent.flatMap(({ sender, by }) =>
        by.map(
          ({ name }): Connection => ({
            from: stepId(name),
            to: sender.id,
            look: 'main',
            leaves: ['right'],
            reaches: ['left'],
          }),
        ),
      ),
      {
        from: 'delivery',
        to: 'person',
        look: 'main',
        label: sent
          .map(({ sender }) => sender.carries)
          .filter((each, at, all) => all.indexOf(each) === at)
          .join(', '),
        leaves: ['top'],
        reaches: ['bottom'],
      },
      ...(listed
        ? sent.map(
            ({ sender }): Connection => ({
              from: sender.id,
              to: 'feedback',
              look: 'use',
              bundle: 'feedback',
            }),
          )
        : []),
    ],
    height,
  };
}
