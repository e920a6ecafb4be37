import { describe, expect, it } from '@jest/globals';
import type { WorkflowDefinition } from '../../../handlers/contract/page.ts';
import type { Channel } from '../../../handlers/contract/vocabulary.ts';
import { CHANNELS } from '../../../handlers/contract/vocabulary.ts';
import { workflowDefinition } from '../../../infra/workflow/workflow-definition.ts';
import { issueTokenDefinition } from '../../../workflows/issue-token.ts';
import type { PlacedNode } from '../../src/views/workflow/layout.ts';
import { END, layout, START, stateId } from '../../src/views/workflow/layout.ts';

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
const placed = layout(MACHINE);
const nodeOf = (id: string): PlacedNode => {
  const node = placed.nodes.find((each) => each.id === id);
  if (!node) {
    throw new Error(`There is no ${id}`);
  }
  return node;
};

describe('the layout of the state machine', () => {
  it('places every state once, between one start and one end', () => {
    const ids = placed.nodes.map(({ id }) => id);
    expect(ids).toEqual([START, ...MACHINE.states.map(({ name }) => stateId(name)), END]);
    expect(placed.nodes.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });

  it('keeps every state inside the picture and apart from the others', () => {
    for (const { x, y, width, height } of placed.nodes) {
      expect(x - width / 2).toBeGreaterThanOrEqual(0);
      expect(y - height / 2).toBeGreaterThanOrEqual(0);
      expect(x + width / 2).toBeLessThanOrEqual(placed.width);
      expect(y + height / 2).toBeLessThanOrEqual(placed.height);
    }
    const overlapping = placed.nodes.flatMap((one, index) =>
      placed.nodes
        .slice(index + 1)
        .filter(
          (other) =>
            Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
            Math.abs(one.y - other.y) < (one.height + other.height) / 2,
        )
        .map((other) => [one.id, other.id]),
    );
    expect(overlapping).toEqual([]);
  });

  it('keeps every point of every edge inside the picture', () => {
    const points = placed.edges.flatMap((edge) => edge.points);
    const outside = points.filter(({ x, y }) => x < 0 || y < 0 || x > placed.width || y > placed.height);
    expect(outside).toEqual([]);
    expect(points.length).toBeGreaterThan(2 * MACHINE.states.length);
  });

  it('is narrow enough to be legible on a tablet, whose 768 pixels leave 688 for it', () => {
    expect(688 / placed.width).toBeGreaterThan(0.8);
  });

  it('goes down along the usual path', () => {
    const way = ['Admit request', 'Generate token', 'Persist token', 'Deliver by SMS', 'Record delivery'];
    const heights = [nodeOf(START), ...way.map((name) => nodeOf(stateId(name))), nodeOf(END)].map(
      ({ y }) => y,
    );
    expect(heights).toEqual([...heights].sort((one, other) => one - other));
    expect(new Set(heights).size).toBe(heights.length);
  });

  it('leads from successful states to the end, and from failures nowhere', () => {
    const toEnd = placed.edges.filter(({ to }) => to === END).map(({ from }) => from);
    expect(toEnd).toEqual(
      expect.arrayContaining([stateId('Record delivery'), stateId('Answer: request refused')]),
    );
    expect(placed.edges.filter(({ from }) => from === stateId('Delivery failed'))).toEqual([]);
  });

  it('draws every edge of the definition with at least two points', () => {
    const ways = MACHINE.states.flatMap(({ edges }) => edges).length;
    expect(placed.edges.length).toBeGreaterThan(ways);
    expect(placed.edges.every(({ points }) => points.length >= 2)).toBe(true);
  });

  it('accepts a state of any name', () => {
    const odd: WorkflowDefinition = {
      comment: '',
      start_at: 'start',
      states: [
        { name: 'start', type: 'Pass', edges: [{ to: 'end', kind: 'next' }] },
        { name: 'end', type: 'Pass', edges: [] },
      ],
    };
    expect(layout(odd).nodes).toHaveLength(4);
  });
});
