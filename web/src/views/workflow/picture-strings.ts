/** Strings of the picture and of the panel beside it. */
import type { Mark } from './path-through.ts';
import { text } from './strings.ts';

/** In a card, where there is room for few letters. */
const describe = ({ outcome, retries }: Mark): string =>
  retries > 0 ? `${text.outcomes[outcome]}, try ${retries + 1}` : text.outcomes[outcome];

export const pictureText = {
  hint: 'Plus and minus zoom, 0 shows everything, and arrow keys move the picture. Tab leads to the steps.',
  tools: 'Tools of the picture',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show everything',
  unfold: 'Show failure steps',
  fold: 'Hide failure steps',
  svg: 'Save as SVG',
  png: 'Save as PNG',
  saveFailed: 'The picture could not be saved.',
  fileName: 'token-courier-workflow',
  failure: 'Failure',
  mark: describe,
  /** As a file says it. */
  stateWith: (name: string, mark: Mark | undefined): string => (mark ? `${name}: ${describe(mark)}` : name),
} as const;
