/**
 * Brings a state of the picture into view: by scrolling the page unless it is fully visible, and, on a screen so
 * narrow that the whole picture cannot be read, by a zoom at which it can.
 */
import type { RefObject } from 'react';
import { useEffect } from 'react';
import { FAILS, START } from '../../../../workflows/picture/lay-out-machine.ts';
import type { Layout } from './layout.ts';
import type { Viewport } from './viewport.ts';
import { centredOn, showing, WHOLE } from './viewport.ts';

/** What covers the top of the page; see .top-bar in console.css. */
const TOP_BAR_PX = 56;
/** Of a state's name, in the picture's units. */
const TEXT_SIZE = 13;
/** Below the first, the picture is zoomed until its texts have the second. */
const LEAST_TEXT_PX = 8;
const LEGIBLE_TEXT_PX = 11.5;

interface StateInView {
  readonly frame: RefObject<HTMLElement | null>;
  readonly layout: Layout;
  /** Undefined shows the start. */
  readonly state: string | undefined;
  /** A new one brings the state into view again. */
  readonly pathId: string | undefined;
  readonly show: (change: (view: Viewport) => Viewport) => void;
}

export function useStateInView({ frame, layout, state, pathId, show }: StateInView): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: for another execution, all is shown again
  useEffect(() => {
    const textPx = textPxIn(frame.current, layout);
    show(() => (textPx < LEAST_TEXT_PX ? atReadingSize(layout, state, textPx) : WHOLE));
  }, [frame, layout, pathId, show]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: for another execution, the same state is scrolled to again
  useEffect(() => {
    if (state === undefined) {
      return;
    }
    show((view) => inView(view, layout, state));
    // Where the picture is zoomed, it moves inside its box, which then is what to scroll to.
    const isZoomed = textPxIn(frame.current, layout) < LEAST_TEXT_PX;
    const drawn = frame.current?.querySelector(`[data-state="${CSS.escape(state)}"]`);
    const target = isZoomed ? frame.current : drawn;
    if (target && !isInView(target)) {
      const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      target.scrollIntoView({ block: 'center', behavior: isCalm ? 'instant' : 'smooth' });
    }
  }, [frame, state, layout, pathId, show]);
}

/** Moves what is zoomed until the state is in it. */
export const inView = (view: Viewport, layout: Layout, state: string | undefined): Viewport =>
  view.zoom === 1 || state === undefined ? view : showing(view, boxOf(layout, state), layout);

/** What the whole picture leaves of a name's height. */
const textPxIn = (frame: HTMLElement | null, layout: Layout): number =>
  frame === null ? LEGIBLE_TEXT_PX : (TEXT_SIZE * frame.clientWidth) / layout.width;

function atReadingSize(layout: Layout, state: string | undefined, textPx: number): Viewport {
  const { x, y, width, height } = boxOf(layout, state);
  return centredOn({ x: x + width / 2, y: y + height / 2 }, LEGIBLE_TEXT_PX / textPx, layout);
}

/** A state that is folded is where the card is that it is folded into. */
const boxOf = ({ cards, folded }: Layout, state: string | undefined) =>
  cards.find(({ id }) => id === (state ?? START)) ??
  cards.find(({ id }) => id === (folded.some(({ name }) => name === state) ? FAILS : START)) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };

function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= TOP_BAR_PX && bottom <= innerHeight;
}
