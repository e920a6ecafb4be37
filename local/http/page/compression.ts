/**
 * Compresses the page's files as CloudFront does at a behaviour with `Compress` and a cache policy that allows it.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { GatewayAnswer, GatewayRequest } from '../api-gateway/gateway-message.ts';
import { headerOf, mediaTypeOf } from '../api-gateway/gateway-message.ts';

const LEAST_BYTES = 1_000;
const MOST_BYTES = 10_000_000;

/** Those that the page has, of the types that CloudFront compresses. Fonts in woff2 are compressed already. */
const COMPRESSED_TYPES = [
  'application/json',
  'application/manifest+json',
  'image/svg+xml',
  'image/vnd.microsoft.icon',
  'text/css',
  'text/html',
  'text/javascript',
  'text/plain',
];

type Encoding = 'br' | 'gzip';

/** Quick rather than small, as at the edge. */
const COMPRESS: Readonly<Record<Encoding, (content: Buffer) => Buffer>> = {
  br: (content) => brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (content) => gzipSync(content),
};

export type Compress = (request: GatewayRequest, answer: GatewayAnswer) => GatewayAnswer;

/** Keeps what it has compressed, by path, as the edge's cache does. */
export function createCompression(): Compress {
  const done = new Map<string, { readonly from: Buffer; readonly to: Buffer }>();
  return (request, answer) => {
    const encoding = acceptedBy(request);
    const type = mediaTypeOf(headerOf(answer.headers, 'content-type') ?? '');
    const content = Buffer.from(answer.body);
    const isFit = content.length >= LEAST_BYTES && content.length <= MOST_BYTES;
    if (answer.status !== 200 || !isFit || encoding === undefined || !COMPRESSED_TYPES.includes(type)) {
      return answer;
    }
    const key = `${encoding} ${request.path}`;
    const kept = done.get(key);
    const body = kept?.from.equals(content) ? kept.to : COMPRESS[encoding](content);
    done.set(key, { from: content, to: body });
    return {
      ...answer,
      headers: [...answer.headers, ['Content-Encoding', encoding], ['Vary', 'Accept-Encoding']],
      body,
    };
  };
}

/** Brotli where the viewer takes both. Browsers take it only over HTTPS. */
function acceptedBy({ headers }: GatewayRequest): Encoding | undefined {
  const accepted = (headerOf(headers, 'accept-encoding') ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => !/;\s*q=0(\.0*)?$/.test(each))
    .map((each) => each.split(';', 1)[0]);
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding));
}
