/** The notices that the licences of others ask for, as one text. A text that several packages share is there once. */
import type { BundledPackage } from './bundled-package.ts';

const RULE = '-'.repeat(78);

export function noticesOf(packages: readonly BundledPackage[]): string {
  const byText = Map.groupBy(
    packages.flatMap((each) => each.texts.map((text) => ({ each, text }))),
    ({ text }) => text.replaceAll(/\s+/g, ' '),
  );
  return [...byText.values()]
    .map((those) => {
      const names = those.map(({ each }) => `${each.name} ${each.version} (${each.licence})`);
      return `${names.join('\n')}\n\n${those[0]?.text}\n`;
    })
    .join(`\n${RULE}\n\n`);
}
