/** Pictures: as wide as the text allows, with a description for people who cannot see them. */
import { existsSync, readFileSync } from 'node:fs';
import { AlignmentType, ImageRun, Paragraph } from 'docx';
import type { Figure } from './blocks.ts';
import { COLOUR, MOST_HEIGHT_PIXELS, TEXT_WIDTH_PIXELS } from './look.ts';

/** Of a PNG: the signature, then the length and the name of the chunk IHDR, which begins with both. */
const WIDTH_AT = 16;
const HEIGHT_AT = 20;
/** Half a point: without it, nobody sees where a white picture ends. */
const HAIRLINE_EMU = 6_350;
/** Pictures with fewer pixels are not enlarged. */
const LEAST_PIXELS_PER_PIXEL = 1.25;

/** @throws when the picture does not exist */
export function figureParagraph({ path, alt, id }: Figure): Paragraph {
  if (!existsSync(path)) {
    throw new Error(`The document shows ${path}, which does not exist`);
  }
  const data = readFileSync(path);
  const [width, height] = [data.readUInt32BE(WIDTH_AT), data.readUInt32BE(HEIGHT_AT)];
  const scale = Math.min(TEXT_WIDTH_PIXELS / width, MOST_HEIGHT_PIXELS / height, 1 / LEAST_PIXELS_PER_PIXEL);
  return new Paragraph({
    style: 'Figure',
    alignment: AlignmentType.CENTER,
    children: [
      new ImageRun({
        type: 'png',
        data,
        transformation: { width: Math.round(width * scale), height: Math.round(height * scale) },
        outline: { type: 'solidFill', solidFillType: 'rgb', value: COLOUR.line, width: HAIRLINE_EMU },
        altText: { name: id, description: alt, title: '' },
      }),
    ],
  });
}
