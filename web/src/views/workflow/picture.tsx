/**
 * The state machine as a picture, and an execution's path through it. For screen readers it is one image: the
 * table of steps has the same content in words.
 */
import type { MouseEvent, ReactNode } from 'react';
import { useRef } from 'react';
import { edgePath } from './edge-path.ts';
import type { Layout, PlacedEdge, PlacedNode } from './layout.ts';
import { END, START } from './layout.ts';
import { describeMark, lookOf, OutcomeSign } from './outcome.tsx';
import type { PathThrough } from './path-through.ts';
import { text } from './strings.ts';
import { useStateInView } from './use-state-in-view.ts';
import { wrapName } from './wrap-name.ts';

/** Any smaller and the names cannot be read; the picture scrolls instead, on phones only. */
const LEAST_SCALE = 0.72;
const LINE_HEIGHT = 14;
const SIGN_SIZE = 16;

export interface PictureProps {
  readonly layout: Layout;
  readonly path: PathThrough | undefined;
  /** Distinguishes executions. */
  readonly pathId: string | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (state: string) => void;
}

export function Picture({ layout, path, pathId, selected, onSelect }: PictureProps): ReactNode {
  const { width, height, nodes, edges } = layout;
  const scroller = useRef<HTMLElement>(null);
  useStateInView(scroller, selected ?? path?.crux, pathId);
  // The path's edges come last, so that they are drawn over those they cross.
  const isUsed = ({ from, to }: PlacedEdge): boolean => path?.wentAlong(from, to) ?? false;
  const drawn = [...edges].sort((one, other) => Number(isUsed(one)) - Number(isUsed(other)));

  function select(event: MouseEvent): void {
    const state = (event.target as Element).closest('[data-state]')?.getAttribute('data-state');
    if (state) {
      onSelect(state);
    }
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard
    <section ref={scroller} className="workflow-scroll" tabIndex={0} aria-label={text.pictureTitle}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard selects steps in the table */}
      <svg
        role="img"
        className={path ? 'workflow-picture workflow-followed' : 'workflow-picture'}
        viewBox={`0 0 ${width} ${height}`}
        style={{ minWidth: width * LEAST_SCALE, maxWidth: width }}
        onClick={select}
      >
        <title>{path ? text.pictureOfPath : text.pictureOfMachine}</title>
        <defs>
          <Arrowhead id="workflow-arrow" className="workflow-arrow" />
          <Arrowhead id="workflow-arrow-used" className="workflow-arrow workflow-used" />
        </defs>
        {drawn.map((edge) => (
          <path
            key={`${edge.from} ${edge.to}`}
            className={`workflow-edge workflow-${edge.kind}${isUsed(edge) ? ' workflow-used' : ''}`}
            d={edgePath(edge.points)}
            markerEnd={`url(#workflow-arrow${isUsed(edge) ? '-used' : ''})`}
          />
        ))}
        {nodes.map((node) => (
          <Node key={node.id} node={node} path={path} isSelected={node.state?.name === selected} />
        ))}
      </svg>
    </section>
  );
}

const Arrowhead = (props: { readonly id: string; readonly className: string }): ReactNode => (
  <marker
    {...props}
    viewBox="0 0 10 10"
    refX="9"
    refY="5"
    markerUnits="userSpaceOnUse"
    markerWidth="11"
    markerHeight="11"
    orient="auto"
  >
    <path d="M0 0 10 5 0 10z" />
  </marker>
);

interface NodeProps {
  readonly node: PlacedNode;
  readonly path: PathThrough | undefined;
  readonly isSelected: boolean;
}

function Node({ node, path, isSelected }: NodeProps): ReactNode {
  const { id, x, y, width, height, state } = node;
  const box = { x: x - width / 2, y: y - height / 2, width, height };
  if (state === undefined) {
    return (
      <g className={id === START ? 'workflow-terminal workflow-start' : 'workflow-terminal'}>
        <rect {...box} rx={height / 2} />
        <text x={x} y={y} dy="0.35em">
          {id === START ? text.start : id === END ? text.end : ''}
        </text>
      </g>
    );
  }
  const mark = path?.markOf(state.name);
  const look = mark && lookOf(mark);
  const lines = [...wrapName(state.name, width), ...(mark ? [describeMark(mark)] : [])];
  const firstLine = y - ((lines.length - 1) * LINE_HEIGHT) / 2;
  return (
    <g
      className={`workflow-state workflow-${state.type.toLowerCase()}${look ? ` workflow-${look}` : ''}${isSelected ? ' workflow-selected' : ''}`}
      data-state={state.name}
    >
      <rect {...box} rx={state.type === 'Choice' ? height / 2 : 8} />
      {lines.map((line, index) => (
        <text
          key={line}
          x={x}
          y={firstLine + index * LINE_HEIGHT}
          dy="0.35em"
          className={mark && index === lines.length - 1 ? 'workflow-words' : undefined}
        >
          {line}
        </text>
      ))}
      {look && (
        <svg
          x={box.x + width - SIGN_SIZE / 2 - 6}
          y={box.y - SIGN_SIZE / 2}
          width={SIGN_SIZE + 4}
          height={SIGN_SIZE + 4}
          viewBox="-2 -2 20 20"
          className="workflow-badge"
          aria-hidden="true"
        >
          <circle cx="8" cy="8" r="9.5" />
          <OutcomeSign look={look} />
        </svg>
      )}
    </g>
  );
}
