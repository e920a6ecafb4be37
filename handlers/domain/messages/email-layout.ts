/**
 * The HTML part of emails: a title, the code to select or copy, and the sentences.
 *
 * It sets no colour but a border's, so that a client in dark mode has nothing to turn around and nothing to get wrong.
 * There is nothing to load, no link and no script. Styles are inline as well, because clients drop the head's:
 * https://www.caniemail.com/features/html-style/
 */

interface Layout {
  readonly locale: string;
  readonly title: string;
  /** Stands in its own block, and in the first sentence. */
  readonly code: string;
  readonly sentences: readonly string[];
}

/** Primary subtags of languages that are written from right to left. */
const RIGHT_TO_LEFT = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

const FONT = "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";
const BLOCK = 'margin: 0 0 20px; padding: 14px 18px; border: 1px solid #8a8f98; border-radius: 8px';
/** Digits of one width; a tap or a double click selects all of them. */
const DIGITS =
  'font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 30px; line-height: 1.3; font-weight: 700; letter-spacing: 3px; -webkit-user-select: all; user-select: all';

/** A whole document; whatever is put into it is escaped. */
export function layOutEmail({ locale, title, code, sentences }: Layout): string {
  const direction = RIGHT_TO_LEFT.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
  const written = `lang="${escaped(locale)}" dir="${direction}"`;
  const paragraphs = sentences.map((sentence) => `<p style="margin: 0 0 12px">${escaped(sentence)}</p>`);
  return `<!doctype html>
<html ${written}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${escaped(title)}</title>
<style>:root { color-scheme: light dark; supported-color-schemes: light dark; }</style>
</head>
<body ${written} style="margin: 0; padding: 24px 16px; ${FONT}; font-size: 16px; line-height: 1.5">
<div role="article" aria-label="${escaped(title)}" ${written} style="max-width: 480px; margin: 0 auto">
<h1 style="margin: 0 0 16px; font-size: 18px; line-height: 1.4">${escaped(title)}</h1>
<p dir="ltr" style="${BLOCK}; text-align: center"><span dir="ltr" style="${DIGITS}">${escaped(code)}</span></p>
${paragraphs.join('\n')}
</div>
</body>
</html>
`;
}

/** A code, an amount or a name of whoever asked: nothing of it may become markup. */
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
