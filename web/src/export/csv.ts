/**
 * Rows as CSV (RFC 4180), one column for each field that a row has. Nested fields are named `actor.name`.
 *
 * Spreadsheets run a cell as a formula if it begins with certain characters, whatever quotes surround it, and user
 * ids come from outside. Such a cell gets an apostrophe in front, as OWASP recommends; the JSON export is exact.
 *
 * In many languages Excel separates cells by semicolons, and then reads no quotes around a cell that is in the middle
 * for it: `ada;=1+1` would run as a formula. So what follows a semicolon, a tab or a line break counts too.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */

/** Without it, Excel reads UTF-8 as the system's old encoding. */
const BYTE_ORDER_MARK = '\ufeff';
const LINE_BREAK = '\r\n';

/**
 * Before `=`, `+`, `-`, `@`, tab, CR, LF, and the full-width forms that some spreadsheets take for them, where a
 * cell begins or may begin.
 */
const FORMULA = /^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n]["\s]*)(?=[=+\-@＝＋－＠])/g;
/** A number is no formula. */
const NUMBER = /^-?\d+(\.\d+)?$/;
/** What RFC 4180 requires quotes for, and outer spaces, which some programs trim. */
const QUOTED = /[",\r\n]|^\s|\s$/;

export function toCsv(rows: readonly object[]): string {
  const flat = rows.map((row) => new Map(fieldsOf(row)));
  const names = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  const lines = [names, ...flat.map((row) => names.map((name) => row.get(name) ?? ''))];
  return BYTE_ORDER_MARK + lines.map((cells) => cells.map(cellOf).join(',') + LINE_BREAK).join('');
}

/** The fields of an object with their texts. A list is one field: JSON, unless it holds only simple values. */
function fieldsOf(value: object, prefix = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, member]: [string, unknown]): [string, string][] => {
    const name = prefix + key;
    if (Array.isArray(member)) {
      const isSimple = member.every((each) => typeof each !== 'object');
      return [[name, isSimple ? member.join(' ') : JSON.stringify(member)]];
    }
    return typeof member === 'object' && member !== null
      ? fieldsOf(member, `${name}.`)
      : [[name, String(member ?? '')]];
  });
}

function cellOf(text: string): string {
  const harmless = NUMBER.test(text) ? text : text.replace(FORMULA, "'");
  return QUOTED.test(harmless) || harmless !== text ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
