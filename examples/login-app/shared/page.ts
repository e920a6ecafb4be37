/** What every page of the app has around its content. */
import type { Html } from './html.ts';
import { html } from './html.ts';

/** Something that the last form led to, shown once on the next page. */
export interface Notice {
  /** `mistake` is an error in what was typed. */
  readonly kind: 'mistake' | 'error' | 'information';
  readonly text: string;
}

export interface Page {
  readonly title: string;
  readonly notice: Notice | undefined;
  readonly content: Html;
  /** The path of a script that improves the page. Without it, everything works too. */
  readonly script?: string;
}

/** The id by which a field refers to what was wrong with it. */
const NOTICE_ID = 'notice';

export const renderPage = ({ title, notice, content, script }: Page): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${isError(notice) ? 'Error: ' : ''}${title} – Example Bank</title>
    <link rel="stylesheet" href="/style.css">
    ${script === undefined ? undefined : html`<script src="${script}" defer></script>`}
  </head>
  <body>
    <header>Example Bank</header>
    <main>
      <h1>${title}</h1>
      ${notice && html`<p id="${NOTICE_ID}" class="${isError(notice) ? 'error' : 'information'}" role="${isError(notice) ? 'alert' : 'status'}">${notice.text}</p>`}
      ${content}
    </main>
  </body>
</html>
`;

const isError = (notice: Notice | undefined): boolean =>
  notice?.kind === 'mistake' || notice?.kind === 'error';

/** The attributes of a field with a mistake. */
export const describedBy = (notice: Notice | undefined): Html =>
  notice?.kind === 'mistake' ? html`aria-invalid="true" aria-describedby="${NOTICE_ID}"` : html``;
