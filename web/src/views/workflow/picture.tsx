/**
 * The state machine as a picture, and an execution's path through it. Its steps are buttons: Tab leads to one, arrow
 * keys to those around it. The table of steps has the same content in words.
 */
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { useId, useMemo, useRef, useState } from 'react';
import { END, FAILS, START } from '../../../../workflows/picture/lay-out-machine.ts';
import { FailsNode } from './fails-node.tsx';
import type { DrawnLine, Layout } from './layout.ts';
import { nextInDirection } from './next-in-direction.ts';
import type { PathThrough } from './path-through.ts';
import { PictureBackground } from './picture-background.tsx';
import { pictureText } from './picture-strings.ts';
import { PictureTools } from './picture-tools.tsx';
import { StateNode } from './state-node.tsx';
import { text } from './strings.ts';
import { inView, useStateInView } from './use-state-in-view.ts';
import { useViewport } from './use-viewport.ts';
import { viewBoxOf } from './viewport.ts';

/** On a wide screen, any larger is not easier to read, and leaves no room for the panel. */
const MOST_SCALE = 1;

export interface PictureProps {
  readonly layout: Layout;
  readonly path: PathThrough | undefined;
  /** Distinguishes executions. */
  readonly pathId: string | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (state: string) => void;
  /** By Escape. */
  readonly onClose: () => void;
  /** Undefined where no failures are folded, or they must be shown. */
  readonly folding: { readonly isFolded: boolean; readonly toggle: () => void } | undefined;
}

export function Picture(props: PictureProps): ReactNode {
  const { layout, path, pathId, selected, onSelect, onClose, folding } = props;
  const { width, height, cards, folded } = layout;
  const size = useMemo(() => ({ width, height }), [width, height]);
  const frame = useRef<HTMLElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const ids = { title: useId(), hint: useId() };
  const viewport = useViewport(svg, size);
  useStateInView({ frame, layout, state: selected ?? path?.crux, pathId, show: viewport.show });
  const [focused, setFocused] = useState<string>();
  const fails = folded.filter(({ type }) => type === 'Fail');
  const states = cards.filter(({ shape }) => shape === 'state' || shape === 'choice');
  const stops = [...states.map(({ id }) => id), ...fails.map(({ name }) => name)];
  const isStop = (state: string | undefined): state is string => state !== undefined && stops.includes(state);
  const tabStop = [focused, selected, path?.crux].find(isStop) ?? stops[0];

  function isUsed({ from, to }: DrawnLine): boolean {
    const targets = to === FAILS ? folded.map(({ name }) => name) : [to];
    return targets.some((target) => path?.wentAlong(from, target));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const state = stateAt(event.target);
    if (event.key === 'Escape') {
      onClose();
    } else if (state === undefined) {
      viewport.onKeyDown(event);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(state);
    } else {
      const next = nextInDirection(svg.current, state, event.key);
      if (next) {
        event.preventDefault();
        next.focus({ preventScroll: false });
      } else {
        viewport.onKeyDown(event);
      }
    }
  }

  const select = (event: MouseEvent): void => {
    const state = stateAt(event.target);
    if (state !== undefined && !viewport.wasDragged()) {
      onSelect(state);
    }
  };

  return (
    <div className="workflow-frame" style={{ maxWidth: width * MOST_SCALE }}>
      <PictureTools viewport={viewport} svg={svg} size={size} folding={folding} />
      <section
        ref={frame}
        className="workflow-canvas"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that keys move must have the focus for it
        tabIndex={0}
        aria-label={text.pictureTitle}
        aria-describedby={ids.hint}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          const state = stateAt(target);
          setFocused(state);
          viewport.show((view) => inView(view, layout, state));
        }}
      >
        <p id={ids.hint} hidden>
          {pictureText.hint}
        </p>
        {/* biome-ignore lint/a11y/useSemanticElements: there are no fieldsets inside SVG */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the section handles keys */}
        <svg
          ref={svg}
          role="group"
          aria-labelledby={ids.title}
          className={`workflow-picture${path ? ' workflow-followed' : ''}${viewport.view.zoom > 1 ? ' workflow-zoomed' : ''}`}
          viewBox={viewBoxOf(viewport.view, size)}
          style={{ aspectRatio: `${width} / ${height}` }}
          onClick={select}
          {...viewport.pointer}
        >
          <title id={ids.title}>{path ? text.pictureOfPath : text.pictureOfMachine}</title>
          <PictureBackground layout={layout} isUsed={isUsed} />
          {cards.map((card) =>
            card.id === FAILS ? (
              <FailsNode key={card.id} {...{ card, fails, path, selected, tabStop }} />
            ) : card.id === START || card.id === END ? (
              <g key={card.id} className="workflow-terminal">
                <rect {...boxOf(card)} rx={card.height / 2} />
                <text
                  x={card.x + card.width / 2}
                  y={card.y + card.height / 2}
                  dy="0.35em"
                  textAnchor="middle"
                >
                  {card.id === START ? text.start : text.end}
                </text>
              </g>
            ) : (
              <StateNode
                key={card.id}
                card={card}
                name={card.id}
                mark={path?.markOf(card.id)}
                isSelected={card.id === selected}
                isTabStop={card.id === tabStop}
              />
            ),
          )}
        </svg>
      </section>
    </div>
  );
}

const boxOf = ({ x, y, width, height }: Layout['cards'][number]) => ({ x, y, width, height });

const stateAt = (target: EventTarget): string | undefined =>
  (target as Element).closest('[data-state]')?.getAttribute('data-state') ?? undefined;
