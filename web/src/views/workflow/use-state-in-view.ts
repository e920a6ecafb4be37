/**
 * Scrolls the page to a state of the picture unless it is already fully visible, and the picture sideways if
 * it is wider than the screen.
 */
import type { RefObject } from 'react';
import { useEffect } from 'react';

/** What covers the top of the page; see .top-bar in console.css. */
const TOP_BAR_PX = 56;

/** Without a `state`, scrolls sideways to the start. A new `pathId` scrolls to the state again. */
export function useStateInView(
  scroller: RefObject<HTMLElement | null>,
  state: string | undefined,
  pathId: string | undefined,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: for another execution, the same state is scrolled to again
  useEffect(() => {
    const frame = scroller.current;
    if (frame === null) {
      return;
    }
    if (state === undefined) {
      const start = frame.querySelector('.workflow-start');
      frame.scrollLeft += start === null ? 0 : middleOf(start) - middleOf(frame);
      return;
    }
    const drawn = frame.querySelector(`[data-state="${CSS.escape(state)}"]`);
    if (drawn !== null && !isInView(drawn, frame)) {
      const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      drawn.scrollIntoView({ block: 'center', inline: 'center', behavior: isCalm ? 'instant' : 'smooth' });
    }
  }, [scroller, state, pathId]);
}

function isInView(element: Element, frame: Element): boolean {
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const bounds = frame.getBoundingClientRect();
  return top >= TOP_BAR_PX && bottom <= innerHeight && left >= bounds.left && right <= bounds.right;
}

function middleOf(element: Element): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}
