import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { GatewayAnswer } from '../../http/api-gateway/gateway-message.ts';
import { createCompression } from '../../http/page/compression.ts';

const asking = (accepted: string) => ({
  method: 'GET',
  path: '/assets/a.js',
  query: [],
  headers: [['accept-encoding', accepted] as const],
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
});

const answering = (bytes: number, type = 'text/javascript', status = 200): GatewayAnswer => ({
  status,
  headers: [['Content-Type', type]],
  body: 'a'.repeat(bytes),
});

const encodingOf = (accepted: string, answer: GatewayAnswer) =>
  createCompression()(asking(accepted), answer).headers.find(([name]) => name === 'Content-Encoding')?.[1];

describe('compression at the edge', () => {
  it('prefers Brotli, and sends what is unpacked to the same', () => {
    const compress = createCompression();
    const brotli = compress(asking('gzip, deflate, br, zstd'), answering(2_000));
    expect(brotli.headers).toContainEqual(['Content-Encoding', 'br']);
    expect(brotli.headers).toContainEqual(['Vary', 'Accept-Encoding']);
    expect(brotliDecompressSync(brotli.body as Buffer).toString()).toBe('a'.repeat(2_000));
    const gzip = compress(asking('gzip, deflate'), answering(2_000));
    expect(gunzipSync(gzip.body as Buffer).toString()).toBe('a'.repeat(2_000));
  });

  it('does not send an older content of the same path', () => {
    const compress = createCompression();
    compress(asking('gzip'), answering(2_000));
    const changed = compress(asking('gzip'), answering(3_000));
    expect(gunzipSync(changed.body as Buffer)).toHaveLength(3_000);
  });

  it.each([
    ['a viewer that takes none', 'identity', answering(2_000)],
    ['a viewer that excludes it', 'gzip;q=0', answering(2_000)],
    ['fewer than 1,000 bytes', 'gzip', answering(999)],
    ['more than 10,000,000 bytes', 'gzip', answering(10_000_001)],
    ['a font', 'gzip', answering(2_000, 'font/woff2')],
    ['an error', 'gzip', answering(2_000, 'application/xml', 403)],
  ])('leaves out %s', (_, accepted, answer) => {
    expect(encodingOf(accepted, answer)).toBeUndefined();
  });

  it('compresses from 1,000 bytes on', () => {
    expect(encodingOf('gzip', answering(1_000))).toBe('gzip');
  });
});
