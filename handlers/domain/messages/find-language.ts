/** The lookup of BCP 47: the first wanted language that there are texts in (RFC 4647 section 3.4). */

/** Languages whose readers read another's texts: Norwegian is written as Bokmål, Cantonese as Chinese. */
const READ_AS: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', yue: 'zh-Hant' };

/** Java has the script at the end, `zh_TW_#Hant`, where BCP 47 has none. */
const SCRIPT_AFTER_REGION = /^([a-z]{2,3})-([a-z]{2}|\d{3})-([a-z]{4})$/i;

/** @returns the language as it is named in `available`; undefined when none of those that are wanted is there */
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
 * The tag, then without its last part, and so on. Before the bare language comes the language in its script, which
 * the region tells where the tag does not: `zh-TW` is read as `zh-Hant`.
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

/** In canonical form (`iw` is `he`); undefined for what is no language, such as `x-private`. */
function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replace(SCRIPT_AFTER_REGION, '$1-$3-$2'));
  } catch {
    return undefined;
  }
}
