/** The licences of the packages whose code is in the functions, by what esbuild says is inside. */
import type { Metafile } from 'esbuild';
import { packagesOf } from '../../web/build/third-party/bundled-package.ts';
import { noticesOf } from '../../web/build/third-party/notices.ts';

export function functionsNotices({ outputs }: Metafile): string {
  const inside = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  // Absolute, as the page's are, because esbuild names files by the repository's root.
  return noticesOf(packagesOf(new Set(inside.map((file) => `${process.cwd()}/${file}`))));
}
