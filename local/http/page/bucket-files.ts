/** The objects that the stack's bucket deployments would upload, read from the assets in the assembly. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toList, toObject, toText, toTextList, toTextMap } from '../json-values.ts';
import type { LocalUrls } from './local-urls.ts';
import { toLocalUrls } from './local-urls.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/vnd.microsoft.icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const UNKNOWN_TYPE = 'binary/octet-stream';

/** Changes a file in which the deployment replaces markers; `name` is its path in the asset. */
export type RewriteFile = (name: string, text: string) => string;

export interface BucketFile {
  readonly contentType: string;
  readonly cacheControl: string | undefined;
  read(): Buffer | string;
}

interface Source {
  readonly folder: string;
  /** From marker to the value that replaces it at deployment. */
  readonly markers: Readonly<Record<string, string>>;
  readonly isJsonEscaped: boolean;
}

/** Objects by key; later deployments and sources take precedence. @throws when an asset is not a folder */
export function readBucketFiles(
  stack: Stack,
  urls: LocalUrls,
  rewrite: RewriteFile = (_name, text) => text,
): ReadonlyMap<string, BucketFile> {
  const files = new Map<string, BucketFile>();
  for (const deployment of stack.resources.values()) {
    if (deployment.type !== 'Custom::CDKBucketDeployment') {
      continue;
    }
    const { Exclude, Include, SystemMetadata, DestinationBucketKeyPrefix } = deployment.properties;
    const isUploaded = createFilter(toTextList(Exclude), toTextList(Include));
    const { 'cache-control': cacheControl, 'content-type': contentType } = toTextMap(SystemMetadata);
    for (const source of readSources(deployment, stack)) {
      for (const name of listFiles(source.folder).filter(isUploaded)) {
        const key = [toText(DestinationBucketKeyPrefix), name].filter(Boolean).join('/');
        files.set(key, {
          contentType: contentType ?? MEDIA_TYPES[extname(name)] ?? UNKNOWN_TYPE,
          cacheControl,
          read: () => readSourceFile(source, name, (text) => rewrite(name, toLocalUrls(text, urls))),
        });
      }
    }
  }
  return files;
}

function readSources({ path, properties }: Resource, stack: Stack): Source[] {
  return toTextList(properties.SourceObjectKeys).map((s3Key, index) => {
    const folder = stack.assets(s3Key);
    if (!statSync(folder).isDirectory()) {
      throw new Error(`${path}: the local runtime serves only assets that are folders, not ${folder}.`);
    }
    return {
      folder,
      markers: toTextMap(toList(properties.SourceMarkers)[index]),
      isJsonEscaped: toText(toObject(toList(properties.SourceMarkersConfig)[index]).jsonEscape) === 'true',
    };
  });
}

const listFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));

/** As in `aws s3 sync`, inclusions override exclusions. */
function createFilter(exclude: readonly string[], include: readonly string[]): (name: string) => boolean {
  const excluded = exclude.map(globToRegex);
  const included = include.map(globToRegex);
  return (name) =>
    !excluded.some((pattern) => pattern.test(name)) || included.some((pattern) => pattern.test(name));
}

/** `*` also matches slashes. */
function globToRegex(glob: string): RegExp {
  const escaped = glob.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}

function readSourceFile(
  { folder, markers, isJsonEscaped }: Source,
  name: string,
  finish: (text: string) => string,
): Buffer | string {
  const content = readFileSync(join(folder, name));
  const entries = Object.entries(markers);
  if (entries.length === 0) {
    return content;
  }
  const filled = entries.reduce((done, [marker, value]) => {
    const replacement = isJsonEscaped ? JSON.stringify(value).slice(1, -1) : value;
    return done.replaceAll(marker, () => replacement);
  }, content.toString('utf8'));
  return finish(filled);
}
