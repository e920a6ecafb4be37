/** What is wrong with a picture, in words; nothing for one that can be shown. */
import { markOf } from '../../../../workflows/picture/drawing/card-mark.ts';
import type { Box, Card, Line, Picture, Point } from '../../../../workflows/picture/drawing/picture.ts';
import {
  contains,
  inflated,
  overlap,
  SIZES,
  titleOf,
} from '../../../../workflows/picture/drawing/picture.ts';
import { stepsAlong } from '../../../../workflows/picture/drawing/steps-along.ts';
import { textWidth } from '../../../../workflows/picture/drawing/text-width.ts';
import { PLACES, textPlaces } from './card-texts.ts';

const NOWHERE: Box = { x: -1, y: -1, width: 0, height: 0 };
/** Between a text and the border of its card. */
const MARGIN = 4;

export function flawsIn(picture: Picture): readonly string[] {
  const { cards, frames, labels, lines, width, height } = picture;
  const page = { x: 0, y: 0, width, height };
  const words = (each: { readonly words: string }): string => `the label "${each.words}"`;
  const boxes: [string, Box][] = [
    ...cards.map((card): [string, Box] => [card.id, card]),
    ...labels.map((label): [string, Box] => [words(label), label]),
    ...legendBoxes(picture),
    ...frames
      .filter(({ title }) => title !== '')
      .map((frame): [string, Box] => [`the title of ${frame.id}`, titleOf(frame)]),
  ];
  return [
    ...pairs(boxes)
      .filter(([[, one], [, other]]) => overlap(one, other))
      .map(([[one], [other]]) => `${one} and ${other} overlap`),
    ...pairs(frames.map((frame): [string, Box] => [frame.id, frame]))
      .filter(([[, one], [, other]]) => overlap(one, other) && !contains(one, other) && !contains(other, one))
      .map(([[one], [other]]) => `the frames ${one} and ${other} cut each other`),
    ...cards.flatMap((card) =>
      frames
        .filter((frame) => overlap(frame, card) && !contains(frame, card))
        .map(({ id }) => `${card.id} sticks out of ${id}`),
    ),
    ...boxes.filter(([, box]) => !contains(page, box)).map(([id]) => `${id} is not on the page`),
    ...cards.flatMap(textFlaws),
    ...frames
      .filter((frame) => textWidth(frame.title, SIZES.frame, true) > frame.width - 24)
      .map(({ id }) => `the title of ${id} is too long`),
    ...lines.flatMap((line) => lineFlaws(line, picture)),
    ...missingLabels(picture),
    ...sharedSteps(lines),
  ];
}

/** A legend in the picture, which nothing else may cover. */
const legendBoxes = ({ legend, legendAt }: Picture): [string, Box][] =>
  legendAt ? [['the legend', { ...legendAt, width: 240, height: legend.length * 24 }]] : [];

/** Lines that run on each other, and so cannot be told apart. */
function sharedSteps(lines: readonly Line[]): string[] {
  const steps = lines.map(({ points }) => new Set(stepsAlong(points).map((step) => JSON.stringify(step))));
  return pairs([...lines.entries()])
    .filter(([[, one], [, other]]) => one.bundle === undefined || one.bundle !== other.bundle)
    .filter(([[index], [at]]) => [...(steps[index] ?? [])].some((step) => steps[at]?.has(step)))
    .map(([[, one], [, other]]) => `the lines to ${one.to} and to ${other.to} run on each other`);
}

const missingLabels = ({ lines, labels }: Picture): string[] =>
  lines.flatMap((line, index) =>
    line.label !== undefined && !labels.some((label) => label.line === index)
      ? [`the line from ${line.from} to ${line.to} lacks its label`]
      : [],
  );

function textFlaws(card: Card): string[] {
  const places = textPlaces(card);
  const icon = PLACES.icon(card);
  const inside = inflated(card, -MARGIN);
  return [
    ...places
      .filter(
        ({ box }) =>
          box.x < inside.x ||
          box.x + box.width > inside.x + inside.width ||
          box.y < card.y ||
          box.y + box.height > card.y + card.height,
      )
      .map(({ text }) => `"${text.words}" does not fit into ${card.id}`),
    ...places
      .filter(({ box }) => icon && overlap(box, icon))
      .map(({ text }) => `"${text.words}" covers the icon of ${card.id}`),
  ];
}

function lineFlaws({ from, to, points }: Line, { cards, frames }: Picture): string[] {
  const all = [...cards, ...frames];
  const at = (id: string, point: Point | undefined): boolean =>
    all.some((box) => box.id === id && point !== undefined && isOnBorder(point, box));
  const name = `the line from ${from} to ${to}`;
  const pieces = points.slice(1).map((point, index) => boxBetween(points[index] ?? point, point));
  return [
    ...(at(from, points[0]) ? [] : [`${name} does not begin at its card`]),
    ...(at(to, points.at(-1)) ? [] : [`${name} does not end at its card`]),
    ...pieces.filter(({ width, height }) => width > 0 && height > 0).map(() => `${name} is aslant`),
    ...cards
      .filter((card) => pieces.some((piece) => overlap(markOf(card) ?? NOWHERE, inflated(piece, 1))))
      .map(({ id }) => `${name} runs through the mark of ${id}`),
    ...cards
      .filter((card) => pieces.some((piece) => overlap(inflated(card, -1), piece)))
      .map(({ id }) => `${name} runs through ${id}`),
  ];
}

const boxBetween = (one: Point, other: Point): Box => ({
  x: Math.min(one.x, other.x),
  y: Math.min(one.y, other.y),
  width: Math.abs(one.x - other.x),
  height: Math.abs(one.y - other.y),
});

const isOnBorder = ({ x, y }: Point, box: Box): boolean => {
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  const isLevel = x >= box.x && x <= right;
  const isUpright = y >= box.y && y <= bottom;
  return ((x === box.x || x === right) && isUpright) || ((y === box.y || y === bottom) && isLevel);
};

const pairs = <T>(all: readonly T[]): [T, T][] =>
  all.flatMap((one, index) => all.slice(index + 1).map((other): [T, T] => [one, other]));
