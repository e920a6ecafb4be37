/**
 * Makes the same file of the same sources. A Word file is a zip archive, and the library puts the time and random
 * names into it: times of its files and of the document, and names of links.
 */
import type { ZipOptions } from 'fflate';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** The earliest time that a zip archive can name. */
const NO_TIME = new Date(1980, 0, 1);
/** As nanoid makes them. */
const RANDOM_ID = /\brId([\w-]{21})\b/g;
/** What is compressed already. */
const PICTURE = /\.(png|jpe?g)$/;

export function stableArchive(archive: Uint8Array): Uint8Array {
  const parts = readParts(archive);
  const stable: Record<string, [Uint8Array, ZipOptions]> = {};
  for (const name of Object.keys(parts).sort()) {
    stable[name] = [parts[name] ?? new Uint8Array(), { mtime: NO_TIME, level: PICTURE.test(name) ? 0 : 9 }];
  }
  return zipSync(stable);
}

/** The files in the archive by their paths, without what differs from run to run. */
export function readParts(archive: Uint8Array): Record<string, Uint8Array> {
  const names = new Map<string, string>();
  const parts = Object.entries(unzipSync(archive)).map(([name, data]) => [
    name,
    /\.(xml|rels)$/.test(name) ? strToU8(withoutTimes(withStableIds(strFromU8(data), names))) : data,
  ]);
  return Object.fromEntries(parts);
}

const withStableIds = (xml: string, names: Map<string, string>): string =>
  xml.replaceAll(RANDOM_ID, (_, random: string) => {
    const name = names.get(random) ?? `rIdLink${names.size + 1}`;
    names.set(random, name);
    return name;
  });

/** Optional by ECMA-376, part 2, section 11: a file that says no time is not wrong. */
const withoutTimes = (xml: string): string =>
  xml.replaceAll(/<dcterms:(created|modified)[^>]*>[^<]*<\/dcterms:\1>/g, '');
