import { describe, expect, it } from '@jest/globals';

import type { WorkflowDefinition, WorkflowState } from '../../../handlers/contract/page.ts';
import type { Channel } from '../../../handlers/contract/vocabulary.ts';
import { CHANNELS } from '../../../handlers/contract/vocabulary.ts';
import { fc, runs } from '../../../test/support/properties.ts';
import { issueTokenDefinition } from '../../../workflows/issue-token.ts';
import type { Box } from '../../../workflows/picture/drawing/picture.ts';
import { contains, overlap } from '../../../workflows/picture/drawing/picture.ts';
import { END, FAILS, START } from '../../../workflows/picture/lay-out-machine.ts';
import { workflowDefinition } from '../../../workflows/picture/workflow-definition.ts';
import type { Layout } from '../../src/views/workflow/layout.ts';
import { layout } from '../../src/views/workflow/layout.ts';
import { boxesOfLine, crossingsIn } from './line-geometry.ts';

const MACHINE = workflowDefinition(
  issueTokenDefinition({
    partition: 'aws',
    admitRequest: 'a',
    generateToken: 'g',
    persistToken: 'p',
    takeBackTheSend: 'take-back',
    deliver: Object.fromEntries(CHANNELS.map((channel) => [channel, channel])) as Record<Channel, string>,
    tokensTable: 't',
    limitsTable: 'l',
  }),
);

/** The machine without a channel, as a deployment with one channel would have it. */
function without(definition: WorkflowDefinition, gone: RegExp): WorkflowDefinition {
  const states = definition.states
    .filter(({ name }) => !gone.test(name))
    .map((state) => ({ ...state, edges: state.edges.filter(({ to }) => !gone.test(to)) }));
  return { ...definition, states };
}

/** The machine with two states that only errors lead to, between a presumed delivery and its record. */
function withDoubt(definition: WorkflowDefinition): WorkflowDefinition {
  const states = definition.states.map(
    (state): WorkflowState =>
      state.name.startsWith('Presume ')
        ? { ...state, edges: [{ to: 'Is there time?', kind: 'next' }] }
        : state,
  );
  const doubt: readonly WorkflowState[] = [
    {
      name: 'Is there time?',
      type: 'Choice',
      edges: [
        { to: 'Record delivery', kind: 'choice' },
        { to: 'Note the doubt', kind: 'default' },
      ],
    },
    {
      name: 'Note the doubt',
      type: 'Task',
      edges: [
        { to: 'Record delivery', kind: 'next' },
        { to: 'Answer: token sent, not recorded', kind: 'catch' },
      ],
    },
  ];
  return { ...definition, states: [...states, ...doubt] };
}

const FOLDED = layout(MACHINE, () => false);
const UNFOLDED = layout(MACHINE, () => true);
const FAILED_PATH = ['Is a key taken?', 'What failed?'];
const ENTERED = layout(MACHINE, (name) => FAILED_PATH.includes(name));
const ONE_CHANNEL = without(MACHINE, /email/);
const WITH_DOUBT = withDoubt(MACHINE);
const PICTURES: readonly (readonly [string, Layout, WorkflowDefinition])[] = [
  ['folded', FOLDED, MACHINE],
  ['unfolded', UNFOLDED, MACHINE],
  ['with the failures that an execution entered', ENTERED, MACHINE],
  ['of one channel', layout(ONE_CHANNEL, () => true), ONE_CHANNEL],
  ['with a feature', layout(WITH_DOUBT, () => true), WITH_DOUBT],
];

const boxOf = ({ cards }: Layout, id: string): Box => {
  const card = cards.find((each) => each.id === id);
  if (!card) {
    throw new Error(`There is no ${id}`);
  }
  return card;
};

/** What is wrong with a picture, in words. */
function flawsIn({ width, height, cards, lines, labels, lanes }: Layout): string[] {
  const page: Box = { x: 0, y: 0, width, height };
  const boxes: [string, Box][] = [
    ...cards.map((card): [string, Box] => [card.id, card]),
    ...labels.map((label): [string, Box] => [`label ${label.words}`, label]),
  ];
  const ends = (line: Layout['lines'][number]): string[] => [line.from, line.to];
  return [
    ...boxes.flatMap(([name, box], index) =>
      boxes
        .slice(index + 1)
        .filter(([, other]) => overlap(box, other))
        .map(([other]) => `${name} and ${other} overlap`),
    ),
    ...[...boxes, ...lanes.map((lane): [string, Box] => [lane.id, lane])]
      .filter(([, box]) => !contains(page, box))
      .map(([name]) => `${name} leaves the picture`),
    ...lines.flatMap((line) => {
      const pieces = boxesOfLine(line.path);
      return [
        ...(pieces.every((piece) => contains(page, piece)) ? [] : [`${ends(line)} leaves the picture`]),
        ...cards
          .filter(({ id }) => !ends(line).includes(id))
          .filter((card) => pieces.some((piece) => overlap(card, piece)))
          .map(({ id }) => `${ends(line)} runs through ${id}`),
      ];
    }),
  ];
}

describe.each(PICTURES)('the picture of the state machine, %s', (_name, placed, machine) => {
  it('has no states or labels that overlap, and nothing that leaves it', () => {
    expect(flawsIn(placed)).toEqual([]);
  });

  it('leads the path of a code straight down', () => {
    const path = [START, 'Admit request', 'Is it admitted?', 'Generate token', 'Persist token'];
    const boxes = [...path, 'Choose channel', 'Record delivery', END].map((id) => boxOf(placed, id));
    expect(new Set(boxes.map(({ x, width }) => x + width / 2)).size).toBe(1);
    const tops = boxes.map(({ y }) => y);
    expect(tops).toEqual([...new Set(tops)].sort((one, other) => one - other));
  });

  it('has answers at the left of the path, and failures at its right', () => {
    const path = placed.lanes.find(({ id }) => id === 'path') ?? boxOf(placed, START);
    const answers = placed.cards.filter(({ id }) => id.startsWith('Answer: '));
    expect(answers).toHaveLength(4);
    expect(answers.every(({ x, width }) => x + width < path.x)).toBe(true);
    const failures = placed.cards.filter(({ id }) => id === FAILS || FAILED_PATH.includes(id));
    expect(failures.every(({ x }) => x > path.x + path.width)).toBe(true);
  });

  it('shows or folds every state, once', () => {
    const all = [...placed.cards.map(({ id }) => id), ...placed.folded.map(({ name }) => name)];
    expect(all.sort()).toEqual([START, END, FAILS, ...machine.states.map(({ name }) => name)].sort());
  });
});

describe('the picture of the state machine', () => {
  it('has few crossings, and fewer with its failures folded', () => {
    expect(crossingsIn(FOLDED)).toBeLessThanOrEqual(2);
    expect(crossingsIn(UNFOLDED)).toBeLessThanOrEqual(12);
  });

  it('names what decides at each choice whose answer the next state does not name', () => {
    const shown = ['rejected', 'rejected', 'replayed', 'resend', 'timed out', 'timed out'];
    expect(FOLDED.labels.map(({ words }) => words).sort()).toEqual(shown);
    expect(UNFOLDED.labels.map(({ words }) => words).sort()).toEqual([...shown, 'resend'].sort());
  });

  it('folds the states that undo a request, with the errors, into one card', () => {
    expect(FOLDED.folded.map(({ name }) => name)).toEqual([
      'Was it sent before?',
      'Revoke token',
      'Was anything sent?',
      'Take back the send',
      'Take back both sends',
      'Is a key taken?',
      'Free the key',
      'What failed?',
      'Delivery failed',
      'Store unavailable',
      'Secret unavailable',
      'Step unavailable',
      'Internal error',
    ]);
    expect(UNFOLDED.folded.every(({ type }) => type === 'Fail')).toBe(true);
  });

  it('has names of 11 pixels or more on a screen of 1280, whose page leaves 954 for it', () => {
    expect((12.5 * 954) / UNFOLDED.width).toBeGreaterThan(11);
  });

  it('is the same each time', () => {
    expect(layout(MACHINE, () => false)).toEqual(FOLDED);
  });

  it('accepts states named like the ends of the picture', () => {
    const odd: WorkflowDefinition = {
      comment: '',
      start_at: 'start',
      states: [
        { name: 'start', type: 'Pass', edges: [{ to: 'end', kind: 'next' }] },
        { name: 'end', type: 'Pass', edges: [] },
      ],
    };
    expect(layout(odd, () => true).cards.map(({ id }) => id)).toEqual([START, 'start', 'end', END]);
  });
});

/** Machines that no release has: with loops, with many states side by side, with ends that nothing leads to. */
const machines: fc.Arbitrary<WorkflowDefinition> = fc
  .array(
    fc.record({
      type: fc.constantFrom<WorkflowState['type']>('Task', 'Pass', 'Choice', 'Fail'),
      next: fc.array(fc.nat(7), { minLength: 1, maxLength: 3 }),
      ends: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drafts) => ({
    comment: '',
    start_at: 'S0',
    states: drafts.map(({ type, next, ends }, index): WorkflowState => {
      const targets = [...new Set(next.map((to) => `S${to % drafts.length}`))];
      const kinds = {
        Task: ['next', 'catch', 'catch'],
        Pass: ['next'],
        Choice: ['default', 'choice', 'choice'],
      } as const;
      const edges =
        type === 'Fail' || (ends && type !== 'Choice')
          ? []
          : targets.flatMap((to, at) => {
              const kind = kinds[type][at];
              return kind ? [{ to, kind, ...(kind === 'choice' ? { label: 'when it is so' } : {}) }] : [];
            });
      return { name: `S${index}`, type, ...(type === 'Fail' ? { error: `E${index}` } : {}), edges };
    }),
  }));

describe('any state machine', () => {
  it('has a picture without flaws', () => {
    fc.assert(
      fc.property(machines, fc.boolean(), (machine, isFolded) => {
        expect(flawsIn(layout(machine, () => !isFolded))).toEqual([]);
      }),
      { numRuns: runs(40) },
    );
  });
});
