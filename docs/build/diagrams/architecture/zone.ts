/** A part of the architecture diagram: what it has, and how much room that takes. */

import type { IconName } from '../../../../workflows/picture/drawing/icons.ts';
import type {
  Box,
  Card,
  Connection,
  Frame,
  Point,
  Text,
  Tone,
} from '../../../../workflows/picture/drawing/picture.ts';
import { SIZES } from '../../../../workflows/picture/drawing/picture.ts';
import { wrap } from '../../../../workflows/picture/drawing/text-width.ts';
import type { Deployment } from './deployment.ts';
import type { CardId } from './resource-rules.ts';
import type { Entry } from './template.ts';

export interface Zone {
  readonly frames: readonly Frame[];
  readonly cards: readonly Card[];
  readonly connections: readonly Connection[];
  /** 0 for a zone with nothing in it. */
  readonly height: number;
}

export const EMPTY: Zone = { frames: [], cards: [], connections: [], height: 0 };

/** What a zone is made from. */
export interface Deployed {
  readonly deployment: Deployment;
  /** The resources of a card; none where nothing is deployed. */
  readonly of: (card: CardId) => readonly Entry[];
}

/** What a card says, without its place. */
export interface Spec {
  readonly id: string;
  readonly icon: IconName;
  readonly tone: Tone;
  readonly title: string;
  readonly texts?: readonly string[];
  readonly isEncrypted?: boolean;
  readonly shape?: Card['shape'];
}

/** Room around cards in a frame, that of its title included at the top. */
export const INSET = { top: 32, side: 16, bottom: 16 };
export const CARD_HEIGHT = 64;

export function card(spec: Spec, box: Box): Card {
  const { title, texts = [], shape = 'card', ...rest } = spec;
  const words = wrap(title, textRoom(box.width), SIZES.title, true);
  return { ...rest, ...box, shape, texts: [...words.map(heading), ...texts.map(line)] };
}

export const inRow = (
  specs: readonly Spec[],
  at: Point,
  width: number,
  gap: number,
  height = CARD_HEIGHT,
): Card[] =>
  specs.map((spec, index) => card(spec, { x: at.x + index * (width + gap), y: at.y, width, height }));

export const inColumn = (
  specs: readonly Spec[],
  at: Point,
  width: number,
  gap: number,
  height = CARD_HEIGHT,
): Card[] =>
  specs.map((spec, index) => card(spec, { x: at.x, y: at.y + index * (height + gap), width, height }));

/** A card whose texts take its whole width, below its title. */
export function list(spec: Spec, at: Point, width: number): Card {
  const texts = (spec.texts ?? []).flatMap((text) => wrap(text, width - 20, SIZES.text));
  const height = snapped(10 + SIZES.title * 1.28 + 6 + texts.length * SIZES.text * 1.28 + 8);
  return card({ ...spec, texts, shape: 'list' }, { ...at, width, height });
}

const heading = (words: string): Text => ({ words, size: SIZES.title, isBold: true });
const line = (words: string): Text => ({ words, size: SIZES.text, isQuiet: true });

/** "Admit request" from `admit-request`. */
export const spoken = (name: string): string => {
  const words = name.replaceAll('-', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
};

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** Whether resources are encrypted under a key of the templates. */
export const areUnderKey = (entries: readonly Entry[], { deployment }: Deployed): boolean =>
  entries.every(({ mentions, properties }) => {
    const keys = deployment.all('AWS::KMS::Key').map(({ id }) => id);
    // A stack that comes after another imports the key's ARN by the name of its export.
    return keys.some((id) => mentions.has(id) || JSON.stringify(properties.KmsKeyId ?? '').includes(id));
  });

/** On the grid, upwards. */
const snapped = (length: number): number => Math.ceil(length / 8) * 8;

/** The width of a card that its texts may take, beside the icon. */
const textRoom = (width: number): number => width - (width < 144 ? 24 : 32) - 10 - 9 - 8;
