/**
 * Lets index.html be painted before its script and its main style sheets have arrived, which are most of the page's
 * weight. What is painted needs one small style sheet, in the head. The others come after it in the body: there,
 * browsers paint what precedes them, and still run no script before they have arrived.
 * https://html.spec.whatwg.org/multipage/links.html#link-type-stylesheet
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const SOURCE = '/build/first-paint/first-paint.css';
const STYLE_SHEET = /\s*<link rel="stylesheet"[^>]*>/g;

export function firstPaint(): Plugin {
  let reference: string | undefined;
  return {
    name: 'first-paint',
    buildStart() {
      if (this.environment.mode === 'build') {
        const source = readFileSync(new URL('first-paint.css', import.meta.url), 'utf8');
        // Hashed and in assets/, so that it is cached like the others.
        reference = this.emitFile({ type: 'asset', name: 'first-paint.css', source: withoutSpace(source) });
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { path, bundle }) {
        if (path !== '/index.html') {
          return html;
        }
        const small = Object.values(bundle ?? {}).find(
          ({ type, fileName }) => type === 'asset' && fileName.includes('first-paint-'),
        );
        if (reference !== undefined && small === undefined) {
          throw new Error('The bundle has no first-paint.css');
        }
        return withSheets(html, small === undefined ? SOURCE : `/${small.fileName}`);
      },
    },
  };
}

function withSheets(html: string, small: string): string {
  const others = html.match(STYLE_SHEET) ?? [];
  return html
    .replace(STYLE_SHEET, '')
    .replace('<script', `<link rel="stylesheet" href="${small}" />\n    <script`)
    .replace('</body>', `${others.map((sheet) => `  ${sheet.trim()}\n  `).join('')}</body>`);
}

const withoutSpace = (css: string): string =>
  css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/\s*([{};:,])\s*/g, (_, sign: string) => sign)
    .trim();
