/**
 * Places the states of the state machine in layers, from top to bottom.
 *
 * Each Fail state is an end; every path that succeeds leads to one common end, so that success can be told
 * from failure at a glance.
 */
import { Graph, layout as placeInLayers } from '@dagrejs/dagre';
import type { WorkflowDefinition, WorkflowEdge, WorkflowState } from '../../../../handlers/contract/page.ts';

export const START = 'start';
export const END = 'end';

/** Units of the picture: pixels at its natural size. */
const STATE_SIZE = { width: 128, height: 54 };
/** The Fail states are side by side at the bottom, and would be the widest row of the picture. */
const FAIL_SIZE = { width: 104, height: 54 };
const TERMINAL_SIZE = { width: 72, height: 30 };
/** The rounded part of a state's border at either end. */
const CORNER = 30;
/** How far before its end an edge turns towards it. */
const LEAD = 9;
/** Room for the icons on the corners of states and for the ends of lines. */
const MARGIN = 12;
/** A heavy edge is drawn short and straight: the usual path goes down the middle. */
const WEIGHTS: Readonly<Record<WorkflowEdge['kind'], number>> = {
  next: 20,
  choice: 10,
  default: 10,
  catch: 4,
};
/** Edges to the common end may be long. */
const TO_END_WEIGHT = 1;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** `x` and `y` are its centre. */
export interface PlacedNode extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Absent for start and end. */
  readonly state?: WorkflowState;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: WorkflowEdge['kind'];
  /** From the border of one node to that of the other. */
  readonly points: readonly Point[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Deterministic: the same definition always gives the same layout. */
export function layout(definition: WorkflowDefinition): Layout {
  const graph = new Graph();
  // Of dagre's alignments, this one keeps the state machine narrow, with the fewest crossings. Packed
  // closely, it stays legible on a tablet.
  graph.setGraph({ rankdir: 'TB', align: 'DR', nodesep: 7, edgesep: 3, ranksep: 26 });
  graph.setDefaultEdgeLabel(() => ({}));
  const states = new Map(definition.states.map((state) => [stateId(state.name), state]));
  const ids = [START, ...states.keys(), END];
  for (const id of ids) {
    graph.setNode(id, { ...sizeOf(states.get(id)) });
  }
  const edges = edgesOf(definition);
  for (const { from, to, kind } of edges) {
    graph.setEdge(from, to, { weight: to === END ? TO_END_WEIGHT : WEIGHTS[kind] });
  }
  placeInLayers(graph);
  const nodes = ids.map((id): PlacedNode => {
    const state = states.get(id);
    return { id, ...(graph.node(id) as Omit<PlacedNode, 'id'>), ...(state ? { state } : {}) };
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return withMargin(
    nodes,
    edges.map((edge) => {
      const { points } = graph.edge(edge.from, edge.to) as { points: Point[] };
      return { ...edge, points: attached(points, byId.get(edge.from), byId.get(edge.to)) };
    }),
  );
}

/**
 * Makes an edge that goes down leave at the bottom and arrive at the top, as near to its own line as the straight
 * part of the border allows. dagre aims at the centres, and so cuts the corners of neighbours.
 */
function attached(
  points: readonly Point[],
  from: PlacedNode | undefined,
  to: PlacedNode | undefined,
): readonly Point[] {
  const inner = points.slice(1, -1);
  const [first] = inner;
  const last = inner.at(-1);
  if (!from || !to || !first || !last || to.y <= from.y) {
    return points;
  }
  const start = { x: onBorder(first.x, from), y: from.y + from.height / 2 };
  const end = { x: onBorder(last.x, to), y: to.y - to.height / 2 };
  // Vertical at the end, so that half of the arrowhead is not hidden by the state.
  return [start, ...inner, { x: end.x, y: end.y - LEAD }, end];
}

function onBorder(x: number, { x: middle, width }: PlacedNode): number {
  const reach = Math.max(0, width / 2 - CORNER);
  return Math.min(middle + reach, Math.max(middle - reach, x));
}

function sizeOf(state: WorkflowState | undefined): { readonly width: number; readonly height: number } {
  if (state === undefined) {
    return TERMINAL_SIZE;
  }
  return state.type === 'Fail' ? FAIL_SIZE : STATE_SIZE;
}

/**
 * Shifts everything into the picture, with a margin on each side. dagre measures only the nodes, so an edge that
 * goes around them would lie outside.
 */
function withMargin(nodes: readonly PlacedNode[], edges: readonly PlacedEdge[]): Layout {
  const corners = nodes.flatMap(({ x, y, width, height }): Point[] => [
    { x: x - width / 2, y: y - height / 2 },
    { x: x + width / 2, y: y + height / 2 },
  ]);
  const all = [...corners, ...edges.flatMap(({ points }) => points)];
  const xs = all.map(({ x }) => x);
  const ys = all.map(({ y }) => y);
  const dx = MARGIN - Math.min(...xs);
  const dy = MARGIN - Math.min(...ys);
  return {
    width: Math.max(...xs) + dx + MARGIN,
    height: Math.max(...ys) + dy + MARGIN,
    nodes: nodes.map((node) => ({ ...node, x: node.x + dx, y: node.y + dy })),
    edges: edges.map((edge) => ({
      ...edge,
      points: edge.points.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
    })),
  };
}

/** Distinguishes a state named "start" from the start. */
export const stateId = (name: string): string => `state:${name}`;

/** Whether the execution succeeds after the state. */
export const endsWell = ({ type, edges }: WorkflowState): boolean =>
  (type === 'Task' || type === 'Pass') && !edges.some(({ kind }) => kind === 'next');

function edgesOf({ start_at, states }: WorkflowDefinition): Omit<PlacedEdge, 'points'>[] {
  return [
    { from: START, to: stateId(start_at), kind: 'next' },
    ...states.flatMap((state) => {
      const from = stateId(state.name);
      const ways = state.edges.map(({ to, kind }) => ({ from, to: stateId(to), kind }));
      return endsWell(state) ? [...ways, { from, to: END, kind: 'next' as const }] : ways;
    }),
  ];
}
