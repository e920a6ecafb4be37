/** The colours of the diagrams, which are the console's (web/src/console.css, workflow.css), light and dark. */

import type { Tone } from '../../../../workflows/picture/drawing/picture.ts';

export interface Theme {
  readonly page: string;
  readonly surface: string;
  readonly frame: string;
  readonly machine: string;
  readonly text: string;
  readonly quiet: string;
  readonly border: string;
  readonly line: string;
  readonly main: string;
  readonly failure: string;
  /** On the tones. */
  readonly glyph: string;
  readonly tones: Readonly<Record<Tone, string>>;
}

export const LIGHT: Theme = {
  page: '#ffffff',
  surface: '#ffffff',
  frame: '#f6f6f9',
  machine: '#f0fbff',
  text: '#0f141a',
  quiet: '#424650',
  border: '#8c8c94',
  line: '#656871',
  main: '#006ce0',
  failure: '#b8002e',
  glyph: '#ffffff',
  tones: {
    entrance: '#6b3fa0',
    workflow: '#006ce0',
    compute: '#a33b00',
    data: '#00626b',
    delivery: '#98266b',
    security: '#424650',
    insight: '#3d5a00',
    outside: '#0f141a',
  },
};

export const DARK: Theme = {
  page: '#0f141a',
  surface: '#1b232d',
  frame: '#161d26',
  machine: '#00172e',
  text: '#ebebf0',
  quiet: '#b4b4bb',
  border: '#656871',
  line: '#a4a4ad',
  main: '#42b4ff',
  failure: '#ff7a7a',
  glyph: '#0f141a',
  tones: {
    entrance: '#c3a6f2',
    workflow: '#42b4ff',
    compute: '#ffb454',
    data: '#5fd0c5',
    delivery: '#f29ac9',
    security: '#c6c6cd',
    insight: '#b5d36b',
    outside: '#ebebf0',
  },
};
