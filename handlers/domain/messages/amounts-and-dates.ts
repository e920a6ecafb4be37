/**
 * Recognises amounts and dates, which may have as many digits as a code. The input comes from `plainText`:
 * with ASCII digits, hyphens for dashes and plain spaces for blanks.
 */

/** Currency symbols and words other than ISO 4217 codes, in local use. */
const CURRENCY_WORDS = [
  ...['kr\\.?', 'zł', 'Kč', 'Ft', 'lei', 'RM', 'Rp\\.?', 'Rs\\.?', 'S?Fr\\.?', 'KM', 'din\\.?', 'đ'],
  ...['руб\\.?', 'грн\\.?', 'лв\\.?', 'дин\\.?', 'ден\\.?', 'тг', 'сом'],
  ...['元', '円', '圆', '圓', '원', 'บาท', 'ريال', 'ریال', 'درهم', 'جنيه', 'دينار', 'د\\.إ\\.?', 'ر\\.س\\.?'],
];
const CURRENCY = `(?:[A-Z]{0,3}\\p{Sc}|(?<code>[A-Z]{3})|${CURRENCY_WORDS.join('|')})`;

/**
 * `decimals` is the pattern of what follows the decimal mark, with the closing bracket. Digits are grouped in
 * threes; in India, the groups before the last three digits have two.
 */
const number = (decimals: string): string =>
  `(?!0\\d)(?:${[
    `(?:\\d{1,12}|\\d{1,3}(?:[ ]\\d{3})+|\\d{1,3}(?:['’٬]\\d{3})+)(?:[.,٫]${decimals}`,
    `(?:\\d{1,3}(?:,\\d{3})+|\\d{1,2}(?:,\\d{2})+,\\d{3})(?:\\.${decimals}`,
    `\\d{1,3}(?:\\.\\d{3})+(?:,${decimals}`,
  ].join('|')})`;

const ANY_NUMBER = number('\\d{1,3})?');
const WITH_CENTS = number('\\d{2})');

const AMOUNTS = [
  new RegExp(`^${CURRENCY} ?-?${ANY_NUMBER}$`, 'u'),
  new RegExp(`^-?${ANY_NUMBER} ?${CURRENCY}$`, 'u'),
  new RegExp(`^-?${WITH_CENTS}$`, 'u'),
];

const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const MONTH = '(?:0?[1-9]|1[0-2])';
const YEAR = '(?:19|20)\\d{2}';
const TIME = '(?:[ ,T]{1,2}(?:[01]?\\d|2[0-3]):[0-5]\\d)?';

const DATE = new RegExp(
  `(?<!\\d)(?:${YEAR}-${MONTH}-${DAY}|${YEAR}/${MONTH}/${DAY}|${DAY}\\.${MONTH}\\.${YEAR}|${DAY}-${MONTH}-${YEAR}|${DAY}/${MONTH}/${YEAR}|${MONTH}/${DAY}/${YEAR})${TIME}(?![\\d:])`,
  'u',
);

/** Whether the whole text is an amount, with a currency or with two decimals. */
export const isAmount = (text: string): boolean =>
  AMOUNTS.some((pattern) => {
    const match = pattern.exec(text);
    const code = match?.groups?.code;
    return match !== null && (code === undefined || currencyCodes().has(code));
  });

/** The text with its first date replaced by a letter. */
export const withoutDate = (text: string): string => text.replace(DATE, 'x');

let known: ReadonlySet<string> | undefined;

/** The ISO 4217 codes in ICU: not every group of three capital letters next to a number is a currency. */
function currencyCodes(): ReadonlySet<string> {
  known ??= new Set(Intl.supportedValuesOf('currency'));
  return known;
}
