/** The picture's colours: axe looks at no text inside SVG, so their contrast is reckoned here. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DARK, LIGHT } from '../../../docs/build/diagrams/drawing/theme.ts';

const CSS = readFileSync(new URL('../../src/views/workflow/workflow.css', import.meta.url), 'utf8');

/** The variables of a rule, without their prefix. */
function coloursOf(selector: string): Readonly<Record<string, string>> {
  const [, rule = ''] = CSS.split(`\n${selector} {`);
  const [block = ''] = rule.split('}');
  const found = [...block.matchAll(/--wf-([\w-]+): (#\w+);/g)].map(
    ([, name = '', colour = '']) =>
      [name, colour.length === 4 ? colour.replace(/\w/g, '$&$&') : colour] as const,
  );
  return Object.fromEntries(found);
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one = '', other = ''): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each([
  ['light', '.workflow', LIGHT],
  ['dark', '.awsui-dark-mode .workflow', DARK],
])("the picture's %s colours", (_name, selector, theme) => {
  const colours = coloursOf(selector);

  it('make words legible on what is behind them: 4.5 to 1 or more', () => {
    const pairs = [
      ['text', 'surface'],
      ['muted', 'surface'],
      ['muted', 'lane'],
      ['used', 'lane'],
      ...['passed', 'caught', 'failed', 'used'].flatMap((look) => [
        [look, `${look}-tint`],
        ['text', `${look}-tint`],
      ]),
    ] as const;
    const faint = pairs.filter(([word, ground]) => !(contrast(colours[word], colours[ground]) >= 4.5));
    expect(faint).toEqual([]);
  });

  it('make lines, signs and icons visible: 3 to 1 or more', () => {
    const pairs = [
      ['line', 'lane'],
      ['main', 'lane'],
      ['error', 'lane'],
      ['used', 'lane'],
      ...['passed', 'caught', 'failed', 'used', 'entrance', 'compute', 'data'].map((tile) => ['glyph', tile]),
    ] as const;
    const faint = pairs.filter(
      ([sign, ground]) => !(contrast(colours[sign ?? ''], colours[ground ?? '']) >= 3),
    );
    expect(faint).toEqual([]);
  });

  it('are those of the diagrams in the documentation where both have them', () => {
    expect(colours).toMatchObject({
      text: theme.text,
      error: theme.failure,
      used: theme.main,
      entrance: theme.tones.entrance,
      compute: theme.tones.compute,
      data: theme.tones.data,
    });
  });
});
