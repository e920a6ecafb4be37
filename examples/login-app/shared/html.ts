/** HTML in template literals. Whatever a page shows is escaped, unless it was made by `html` itself. */

/** Markup that is safe to send. Only `html` makes it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = string | number | Html | undefined | readonly Html[];

/** A template literal as markup. A part that is undefined shows nothing. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const [first = '', ...others] = literals;
  return new Html(
    others.reduce((markup, literal, index) => markup + markupOf(parts[index]) + literal, first),
  );
}

function markupOf(part: Part): string {
  if (part === undefined) {
    return '';
  }
  if (part instanceof Html) {
    return part.markup;
  }
  if (typeof part === 'object') {
    return part.map(({ markup }) => markup).join('');
  }
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
