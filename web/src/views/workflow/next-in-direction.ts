/** Which step an arrow key leads to: the nearest in that direction, as the picture shows them. */

/** Distance across the direction counts more, so that a key follows a lane before it changes it. */
const ASIDE = 2;

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function nextInDirection(picture: Element | null, state: string, key: string): SVGElement | undefined {
  const direction = DIRECTIONS[key];
  const steps = [...(picture?.querySelectorAll<SVGElement>('[data-state]') ?? [])];
  const from = steps.find((step) => step.getAttribute('data-state') === state);
  if (!direction || !from) {
    return undefined;
  }
  const others = steps.filter((step) => step !== from);
  const places = others.map((step) => middleOf(step));
  const at = indexInDirection(middleOf(from), places, direction);
  return at === undefined ? undefined : others[at];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Of the nearest place in the direction. */
export function indexInDirection(
  from: Point,
  places: readonly Point[],
  [right, down]: readonly [number, number],
): number | undefined {
  const costs = places.map(({ x, y }) => {
    const along = (x - from.x) * right + (y - from.y) * down;
    const aside = Math.abs((x - from.x) * down) + Math.abs((y - from.y) * right);
    return along > 1 ? along + ASIDE * aside : Number.POSITIVE_INFINITY;
  });
  const least = Math.min(...costs);
  return least === Number.POSITIVE_INFINITY ? undefined : costs.indexOf(least);
}

function middleOf(element: Element): Point {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
