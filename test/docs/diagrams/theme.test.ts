import { describe, expect, it } from '@jest/globals';
import { DARK, LIGHT } from '../../../docs/build/diagrams/drawing/theme.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
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
  ['light', LIGHT],
  ['dark', DARK],
])('the %s colours', (_name, theme) => {
  const grounds = [theme.page, theme.surface, theme.frame, theme.machine];

  it('make texts and labels legible on every ground: 4.5 to 1 or more', () => {
    const texts = [theme.text, theme.quiet, theme.main, theme.failure];
    const least = Math.min(...texts.flatMap((text) => grounds.map((ground) => contrast(text, ground))));
    expect(least).toBeGreaterThanOrEqual(4.5);
  });

  it('make icons legible on their tiles: 4.5 to 1 or more', () => {
    const least = Math.min(...Object.values(theme.tones).map((tone) => contrast(theme.glyph, tone)));
    expect(least).toBeGreaterThanOrEqual(4.5);
  });

  it('make lines and borders visible on every ground: 3 to 1 or more', () => {
    const least = Math.min(
      ...[theme.line, ...Object.values(theme.tones)].flatMap((line) =>
        grounds.map((ground) => contrast(line, ground)),
      ),
    );
    expect(least).toBeGreaterThanOrEqual(3);
  });
});

describe('contrast', () => {
  it('is 21 to 1 between black and white', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  });
});
