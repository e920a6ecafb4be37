/**
 * Moves the fonts in Cloudscape's global stylesheet into separate files.
 *
 * The stylesheet carries eight woff2 fonts as data URLs, about 140 KB that every visitor would load
 * before the first paint. From files, the browser fetches only the weights that a page uses.
 */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const EMBEDDED_FONT = /url\((['"]?)data:font\/woff2;[^)]*?base64,([A-Za-z0-9+/=]+)\1\)/g;

export function fontsAsFiles(): Plugin {
  return {
    name: 'fonts-as-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) {
          continue;
        }
        file.source = file.source.toString().replace(EMBEDDED_FONT, (_match, _quote, base64: string) => {
          const source = Buffer.from(base64, 'base64');
          const name = `font-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.woff2`;
          this.emitFile({ type: 'asset', fileName: `assets/${name}`, source });
          return `url(./${name})`;
        });
      }
    },
  };
}
