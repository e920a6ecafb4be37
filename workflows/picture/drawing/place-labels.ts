/** Finds a place for each line's label: on a straight piece of the line, where it covers nothing else. */
import type { Board, Box, Label, Line, Point } from './picture.ts';
import { GRID, inflated, overlap, SIZES, titleOf } from './picture.ts';
import { textWidth } from './text-width.ts';

const HEIGHT = 16;
const PADDING = 4;

/** @throws when a label has no place */
export function placeLabels(board: Board, lines: readonly Line[]): readonly Label[] {
  const { labels, homeless } = findPlaces(board, lines);
  const [first] = homeless;
  if (first) {
    throw new Error(`There is no room for the label "${first.label}" from ${first.from} to ${first.to}`);
  }
  return labels;
}

/** As many labels as there is room for, and the lines of the others. */
export function findPlaces(
  board: Board,
  lines: readonly Line[],
): { readonly labels: readonly Label[]; readonly homeless: readonly Line[] } {
  const covered: Box[] = [...board.cards.map((card) => inflated(card, 2)), ...board.frames.map(titleOf)];
  const labels: Label[] = [];
  const homeless: Line[] = [];
  lines.forEach((line, index) => {
    if (line.label === undefined) {
      return;
    }
    const size = {
      width: textWidth(line.label, SIZES.label, line.look === 'main') + 2 * PADDING,
      height: HEIGHT,
    };
    const others = lines.flatMap((other, at) =>
      at === index || isBundled(other, line) ? [] : boxesOf(other),
    );
    const place = candidates(line, size).find(
      (box) =>
        ![...covered, ...others, ...bordersOf(board)].some((other) => overlap(box, other)) &&
        isInside(box, board),
    );
    if (place) {
      covered.push(place);
      labels.push({ ...place, words: line.label, line: index });
    } else {
      homeless.push(line);
    }
  });
  return { labels, homeless };
}

const isBundled = (one: Line, other: Line): boolean =>
  one.bundle !== undefined && one.bundle === other.bundle;

const isInside = ({ x, y, width, height }: Box, board: Board): boolean =>
  x >= 4 && y >= 4 && x + width <= board.width - 4 && y + height <= board.height - 4;

/** From the middle of the longest piece outwards; level pieces carry labels best. */
function candidates({ points }: Line, { width, height }: { width: number; height: number }): readonly Box[] {
  const pieces = points.slice(1).flatMap((to, index): [Point, Point][] => {
    const from = points[index];
    return from ? [[from, to]] : [];
  });
  const length = ([from, to]: [Point, Point]): number => Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  const isLevel = ([from, to]: [Point, Point]): boolean => from.y === to.y;
  const fits = (piece: [Point, Point]): boolean => isLevel(piece) && length(piece) >= width + 20;
  const byFit = [...pieces].sort(
    (one, other) => Number(fits(other)) - Number(fits(one)) || length(other) - length(one),
  );
  return byFit.flatMap((piece) =>
    [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9].flatMap((part): Box[] => {
      const [from, to] = piece;
      const at = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
      const middle = { x: Math.round(at.x - width / 2), y: Math.round(at.y - height / 2), width, height };
      return isLevel(piece)
        ? fits(piece)
          ? [middle]
          : []
        : length(piece) >= height + 8
          ? [
              ...(length(piece) >= height + 20 ? [middle] : []),
              { ...middle, x: Math.round(at.x + 6) },
              { ...middle, x: Math.round(at.x - width - 6) },
            ]
          : [];
    }),
  );
}

/** The borders of frames, which a label must not cover; lanes have none. */
const bordersOf = ({ frames }: Board): readonly Box[] =>
  frames
    .filter(({ look }) => look !== 'lane')
    .flatMap(({ x, y, width, height }) => [
      { x, y: y - 1, width, height: 2 },
      { x, y: y + height - 1, width, height: 2 },
      { x: x - 1, y, width: 2, height },
      { x: x + width - 1, y, width: 2, height },
    ]);

const boxesOf = ({ points }: Line): readonly Box[] =>
  points.slice(1).flatMap((to, index) => {
    const from = points[index];
    return from
      ? [
          {
            x: Math.min(from.x, to.x) - GRID / 4,
            y: Math.min(from.y, to.y) - GRID / 4,
            width: Math.abs(to.x - from.x) + GRID / 2,
            height: Math.abs(to.y - from.y) + GRID / 2,
          },
        ]
      : [];
  });
