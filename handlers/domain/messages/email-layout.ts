/**
 * The HTML part of emails: a title, the code to select or copy, and the sentences.
 *
 * It sets no colour but a border's, so that a client in dark mode has nothing to turn around and nothing to get wrong.
 * There is nothing to load, no link and no script. Styles are inline as well, because clients drop the head's:
 * https://www.caniemail.com/features/html-style/
 *
 * Outlook on Windows lays out with Word, which knows no max-width and pads table cells alone. So the code is in a
 * table of one cell, and comments that only Outlook reads put the whole into another.
 * https://www.caniemail.com/features/css-padding/
 * https://www.caniemail.com/features/css-max-width/
 */

import { isRightToLeft } from './direction.ts';

interface Layout {
  readonly locale: string;
  readonly title: string;
  /** As people read it; it has its own block, and is in the sentences too. */
  readonly code: string;
  /** Each line becomes a paragraph. */
  readonly sentences: readonly string[];
}

const FONT = "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";
const BLOCK = 'padding: 14px 18px; border: 1px solid #8a8f98; border-radius: 8px; text-align: center';
const TABLE = 'role="presentation" border="0" cellpadding="0" cellspacing="0"';
const WIDTH = 480;
/** Digits of one width; a tap or a double click selects all of them. */
const DIGITS =
  'font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 30px; line-height: 1.3; font-weight: 700; letter-spacing: 3px; -webkit-user-select: all; user-select: all';

/** A whole document; whatever is put into it is escaped. */
export function layOutEmail({ locale, title, code, sentences }: Layout): string {
  const direction = isRightToLeft(locale) ? 'rtl' : 'ltr';
  const written = `lang="${escaped(locale)}" dir="${direction}"`;
  const paragraphs = sentences
    .flatMap((sentence) => sentence.split(/\n+/))
    .map((line) => `<p style="margin: 14px 0 0">${escaped(line)}</p>`);
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
<!--[if mso]><table ${TABLE} align="center" width="${WIDTH}"><tr><td><![endif]-->
<div role="article" aria-label="${escaped(title)}" ${written} style="max-width: ${WIDTH}px; margin: 0 auto">
<h1 style="margin: 0 0 16px; font-size: 18px; line-height: 1.4">${escaped(title)}</h1>
<table ${TABLE} width="100%" style="width: 100%; border-collapse: separate"><tr>
<td dir="ltr" align="center" style="${BLOCK}"><span dir="ltr" style="${DIGITS}">${escaped(code)}</span></td>
</tr></table>
${paragraphs.join('\n')}
</div>
<!--[if mso]></td></tr></table><![endif]-->
</body>
</html>
`;
}

/** A code, an amount or a name of whoever asked: nothing of it may become markup. */
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
