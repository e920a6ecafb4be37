import { describe, expect, it } from '@jest/globals';
import { compose } from '../../../docs/build/diagrams/drawing/compose.ts';
import { flawsIn } from '../../../docs/build/diagrams/drawing/flaws.ts';
import type { Frame, Picture } from '../../../workflows/picture/drawing/picture.ts';
import { aCard, aLine, aPlan } from '../../workflows/picture/a-plan.ts';

const FRAME: Frame = { id: 'frame', x: 8, y: 8, width: 240, height: 160, title: 'Frame', look: 'group' };
const A = aCard('a', 16, 48);
const B = aCard('b', 200, 48);
const picture = (more: Partial<Picture>): Picture => ({ ...aPlan([A, B]), lines: [], labels: [], ...more });

describe('the flaws of a picture', () => {
  it('are none in what compose gives', () => {
    expect(flawsIn(compose(aPlan([A, B], [aLine('a', 'b', { label: 'calls' })])))).toEqual([]);
  });

  it.each<[string, Partial<Picture>, string]>([
    ['cards that overlap', { cards: [A, aCard('b', 100, 48)] }, 'a and b overlap'],
    ['a card beyond the page', { cards: [aCard('a', 440, 48)] }, 'a is not on the page'],
    [
      'a card that sticks out of a frame',
      { cards: [aCard('a', 200, 48)], frames: [FRAME] },
      'a sticks out of frame',
    ],
    [
      'frames that cut each other',
      { cards: [], frames: [FRAME, { ...FRAME, id: 'other', x: 200, title: '' }] },
      'the frames frame and other cut each other',
    ],
    [
      'a card on a title',
      { cards: [aCard('a', 16, 16)], frames: [FRAME] },
      'a and the title of frame overlap',
    ],
    [
      'a text wider than its card',
      { cards: [{ ...A, texts: [{ words: 'StartSyncExecution', size: 12 }] }] },
      '"StartSyncExecution" does not fit into a',
    ],
    [
      'a label on a card',
      { labels: [{ x: 40, y: 60, width: 40, height: 16, words: 'calls', line: 0 }] },
      'a and the label "calls" overlap',
    ],
    [
      'a line that ends before its card',
      {
        lines: [
          {
            ...aLine('a', 'b'),
            points: [
              { x: 112, y: 72 },
              { x: 190, y: 72 },
            ],
          },
        ],
      },
      'the line from a to b does not end at its card',
    ],
    [
      'a line through a card',
      {
        cards: [A, B, aCard('c', 360, 48)],
        lines: [
          {
            ...aLine('a', 'c'),
            points: [
              { x: 112, y: 72 },
              { x: 360, y: 72 },
            ],
          },
        ],
      },
      'the line from a to c runs through b',
    ],
    [
      'a line that is aslant',
      {
        lines: [
          {
            ...aLine('a', 'b'),
            points: [
              { x: 112, y: 72 },
              { x: 200, y: 64 },
            ],
          },
        ],
      },
      'the line from a to b is aslant',
    ],
    [
      'a line without its label',
      {
        lines: [
          {
            ...aLine('a', 'b', { label: 'calls' }),
            points: [
              { x: 112, y: 72 },
              { x: 200, y: 72 },
            ],
          },
        ],
      },
      'the line from a to b lacks its label',
    ],
  ])('include %s', (_what, more, flaw) => {
    expect(flawsIn(picture(more))).toContain(flaw);
  });

  it('stop a picture from being made', () => {
    expect(() => compose(aPlan([A, aCard('b', 100, 48)]))).toThrow('a and b overlap');
  });

  it('include a label that has no room', () => {
    const plan = aPlan([A, aCard('b', 144, 48)], [aLine('a', 'b', { label: 'a long label' })]);
    expect(() => compose(plan)).toThrow('no room for the label "a long label"');
  });
});
