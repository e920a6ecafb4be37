/** The documentation in the package: what its users read. Links to what stays in the repository become plain text. */
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Pages about the repository itself, or with pictures. */
const LEFT_OUT = ['README', 'console', 'first-steps', 'local-support'];

export function copyPages(folder: string): void {
  const pages = globSync(['docs/*.md', 'docs/integrations/*.{md,jsonnet}', 'docs/events.schema.json']).filter(
    (path) => !LEFT_OUT.some((name) => path === `docs/${name}.md`),
  );
  for (const path of pages) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(path, join(folder, path));
  }
  const readme = readFileSync('infra/packaging/construct-readme.md', 'utf8');
  writeFileSync(join(folder, 'README.md'), readme.replaceAll('](../../', ']('));
  for (const path of ['README.md', ...pages.filter((each) => each.endsWith('.md'))]) {
    const file = join(folder, path);
    writeFileSync(file, withoutDeadLinks(readFileSync(file, 'utf8'), dirname(file)));
  }
}

const withoutDeadLinks = (text: string, folder: string): string =>
  text.replaceAll(/\[([^\]]+)\]\((?!\w+:|#)([^)#\s]+)[^)]*\)/g, (link, words: string, path: string) =>
    existsSync(join(folder, path)) ? link : words,
  );
