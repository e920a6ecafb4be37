/** A package of others whose code is in what is shipped: its name, version, licence and the texts of its licence. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As package.json has it: an SPDX expression. */
  readonly licence: string;
  readonly texts: readonly string[];
}

/** Licences that ask for no more than their text and their copyright notice, which the notices repeat. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Unlicense',
]);

const LICENCE_FILE = /^(licen[cs]e|copying|notice|third-party)/i;
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/**
 * The packages that files of a bundle come from, by name and version. Names of modules that bundlers make up, and
 * their queries, are understood.
 * @throws when a package has a licence that is not allowed
 */
export function packagesOf(files: Iterable<string>): BundledPackage[] {
  const found = new Map<string, BundledPackage>();
  const filesOf = Map.groupBy(files, (file) =>
    PACKAGE.exec(file.replaceAll('\\', '/'))?.[0].replace('\0', ''),
  );
  for (const [folder, those] of filesOf) {
    if (folder !== undefined) {
      const read = readPackage(folder, those);
      found.set(`${read.name} ${read.version}`, read);
    }
  }
  return [...found.values()].sort((one, other) => compare(nameOf(one), nameOf(other)));
}

const nameOf = ({ name, version }: BundledPackage): string => `${name} ${version}`;
const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function readPackage(folder: string, files: readonly string[]): BundledPackage {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const licence = String(license?.type ?? license);
  if (!isAllowed(licence)) {
    throw new Error(`${name} ${version} is in the bundle, and its licence ${licence} is not allowed`);
  }
  const texts = [
    ...readdirSync(folder).filter((file) => LICENCE_FILE.test(file)),
    ...files.flatMap((file) => noticeBeside(folder, file)),
  ].map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r', '').trim());
  return { name, version, licence, texts: texts.length > 0 ? texts : [commonText(licence, author)] };
}

/** `a OR b` is allowed if one of them is, `a AND b` if both are. */
export const isAllowed = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => ALLOWED.has(licence)));

/** Bundles in a package, such as Swagger UI's, have the notices of what is inside beside them. */
function noticeBeside(folder: string, file: string): string[] {
  const notice = `${file.replace(/\?.*/, '').slice(file.indexOf(folder) + folder.length + 1)}.LICENSE.txt`;
  return readdirSync(folder).includes(notice) ? [notice] : [];
}

/** The licence's own text, for packages that name their licence and leave the text out. */
function commonText(licence: string, author: { readonly name?: string } | string | undefined): string {
  const holder = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  return readFileSync(new URL(`texts/${licence}.txt`, import.meta.url), 'utf8')
    .replace('<holder>', holder)
    .trim();
}
