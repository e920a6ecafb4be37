/**
 * Says in a PNG from which SVG it was rendered, so that a test can tell an old one without rendering it again: a
 * text chunk (https://www.w3.org/TR/png-3/#11tEXt) with the SVG's SHA-256.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

const KEYWORD = 'Source SVG SHA-256';
/** Of the signature and the header, after which text may stand. */
const HEAD_LENGTH = 33;
const SIGNATURE_LENGTH = 8;

export function withSource(png: Buffer, svg: string): Buffer {
  return Buffer.concat([png.subarray(0, HEAD_LENGTH), textChunk(digestOf(svg)), png.subarray(HEAD_LENGTH)]);
}

export const isFrom = (png: Buffer, svg: string): boolean => sourceOf(png) === digestOf(svg);

const digestOf = (svg: string): string => createHash('sha256').update(svg).digest('hex');

function textChunk(text: string): Buffer {
  const typed = Buffer.concat([Buffer.from('tEXt'), Buffer.from(`${KEYWORD}\0${text}`, 'latin1')]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(typed.length - 4);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

function sourceOf(png: Buffer): string | undefined {
  for (let at = SIGNATURE_LENGTH; at + 8 <= png.length; ) {
    const length = png.readUInt32BE(at);
    const data = png.toString('latin1', at + 8, at + 8 + length);
    if (png.toString('latin1', at + 4, at + 8) === 'tEXt' && data.startsWith(`${KEYWORD}\0`)) {
      return data.slice(KEYWORD.length + 1);
    }
    at += length + 12;
  }
  return undefined;
}
