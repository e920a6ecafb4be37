import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { isFrom, withSource } from '../../../docs/build/diagrams/png-source.ts';

/** One transparent pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  readonly isWhole: boolean;
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const typed = png.subarray(at + 4, at + 8 + length);
    chunks.push({
      type: typed.toString('latin1', 0, 4),
      data: typed.subarray(4),
      isWhole: crc32(typed) === png.readUInt32BE(at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

describe('a PNG with its source', () => {
  const png = withSource(PIXEL, '<svg/>');

  it('is still a PNG, with the same pixels', () => {
    const chunks = chunksOf(png);
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'tEXt', 'IDAT', 'IEND']);
    expect(chunks.every(({ isWhole }) => isWhole)).toBe(true);
    expect(inflateSync(chunks[2]?.data ?? '')).toHaveLength(5);
  });

  it('names the digest of the SVG', () => {
    expect(chunksOf(png)[1]?.data.toString('latin1')).toBe(
      'Source SVG SHA-256\0d4dc56669143034f31aa309635d4113d9ad76a02b1739da22c965ed2049be9e6',
    );
  });

  it('tells its own SVG from another', () => {
    expect(isFrom(png, '<svg/>')).toBe(true);
    expect(isFrom(png, '<svg></svg>')).toBe(false);
    expect(isFrom(PIXEL, '<svg/>')).toBe(false);
  });
});
