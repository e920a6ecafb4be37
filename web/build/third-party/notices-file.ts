/** Writes third-party-notices.txt into the page: the licences of the packages whose code it has. */
import type { Plugin } from 'vite';
import { packagesOf } from './bundled-package.ts';
import { noticesOf } from './notices.ts';

export const NOTICES_FILE = 'third-party-notices.txt';

export function noticesFile(): Plugin {
  return {
    name: 'notices-file',
    apply: 'build',
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: NOTICES_FILE,
        source: noticesOf(packagesOf(this.getModuleIds())),
      });
    },
  };
}
