/**
 * Places the states of the machine in layers, from top to bottom.
 *
 * Fail states end where they stand; what ends well leads to one common end, so that the ways that end
 * well can be told from the others at a glance.
 */
import { Graph, layout as placeInLayers } from '@dagrejs/dagre';
import type { WorkflowDefinition, WorkflowEdge, WorkflowState } from '../../../../handlers/contract/api.ts';

export const START = 'start';
export const END = 'end';

/** Units of the picture: pixels at its natural size. */
const STATE_SIZE = { width: 152, height: 58 };
const TERMINAL_SIZE = { width: 72, height: 30 };
const MARGIN = 12;
/** A heavy edge is drawn short and straight: the usual way goes down the middle. */
const WEIGHTS: Readonly<Record<WorkflowEdge['kind'], number>> = {
  next: 20,
  choice: 10,
  default: 10,
  catch: 1,
};

interface Point {
  readonly x: number;
  readonly y: number;
}

/** `x` and `y` are the centre. */
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
  /** From the border of the one node to that of the other. */
  readonly points: readonly Point[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** The same definition is always placed the same. */
export function layout(definition: WorkflowDefinition): Layout {
  const graph = new Graph();
  // Of dagre's ways to align, this one makes our machine narrow and its usual way straight.
  graph.setGraph({ rankdir: 'TB', align: 'DR', nodesep: 20, ranksep: 34, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = [START, ...definition.states.map(({ name }) => stateId(name)), END];
  for (const id of ids) {
    graph.setNode(id, { ...(id === START || id === END ? TERMINAL_SIZE : STATE_SIZE) });
  }
  const edges = edgesOf(definition);
  for (const { from, to, kind } of edges) {
    graph.setEdge(from, to, { weight: WEIGHTS[kind] });
  }
  placeInLayers(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const states = new Map(definition.states.map((state) => [stateId(state.name), state]));
  return {
    width,
    height,
    nodes: ids.map((id) => {
      const state = states.get(id);
      return { id, ...(graph.node(id) as Omit<PlacedNode, 'id'>), ...(state ? { state } : {}) };
    }),
    edges: edges.map((edge) => ({
      ...edge,
      points: (graph.edge(edge.from, edge.to) as { points: Point[] }).points,
    })),
  };
}

/** Keeps a state named "start" apart from the start. */
export const stateId = (name: string): string => `state:${name}`;

/** Whether the execution ends well after the state. */
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
