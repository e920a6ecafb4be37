/** The lookup of BCP 47: the first wanted language that there are texts in (RFC 4647 section 3.4). */

/** Languages that use the texts of another: Norwegian is written as Bokmål, Cantonese as Chinese. */
const READ_AS: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', yue: 'zh-Hant' };

/** Java puts the script last, `zh_TW_#Hant`, which BCP 47 does not allow. */
const SCRIPT_AFTER_REGION = /^([a-z]{2,3})-([a-z]{2}|\d{3})-([a-z]{4})$/i;

/** @returns the language as `available` names it; undefined if none of the wanted ones is there */
export function findLanguage(
  wanted: readonly (string | undefined)[],
  available: ReadonlySet<string>,
): string | undefined {
  for (const tag of wanted) {
    const found = rangesOf(tag ?? '').find((range) => available.has(range));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/**
 * The tag, then the tag without its last part, and so on. The language in its script comes before the bare language;
 * if the tag has no script, the region decides it: `zh-TW` is read as `zh-Hant`.
 */
function rangesOf(tag: string): readonly string[] {
  const locale = localeOf(tag);
  if (locale === undefined) {
    return [];
  }
  const { language, script } = locale.maximize();
  const parts = locale.baseName.split('-');
  const shortened = parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
  const instead = READ_AS[language];
  return [
    ...shortened.slice(0, -1),
    `${language}-${script}`,
    language,
    ...(instead === undefined ? [] : [instead]),
  ];
}

/** In canonical form (`iw` is `he`); undefined if it is not a language, such as `x-private`. */
function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replace(SCRIPT_AFTER_REGION, '$1-$3-$2'));
  } catch {
    return undefined;
  }
}
