/**
 * Builds the page into web/dist from two entries: the console (index.html) and the static list of problems
 * (problems.html). Nothing is inline that a strict content security policy would refuse.
 */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { DEFAULT_PORTS } from '../local/default-ports.ts';
import { firstPaint } from './build/first-paint/first-paint.ts';
import { fontsAsFiles } from './build/fonts-as-files.ts';
import { staticProblems } from './build/static-problems.ts';
import { noticesFile } from './build/third-party/notices-file.ts';
import { unusedMessages } from './build/unused-messages.ts';

const LOCAL_RUNTIME = `http://localhost:${DEFAULT_PORTS.page}`;

const HAS_REFERENCE = process.env.API_REFERENCE !== 'false';

const entry = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  resolve: {
    // Cloudscape's messages are precompiled, so the message parser can be left out of the bundle:
    // https://formatjs.github.io/docs/guides/performance
    alias: [
      {
        find: /^@formatjs\/icu-messageformat-parser$/,
        replacement: '@formatjs/icu-messageformat-parser/lib/no-parser.js',
      },
    ],
  },
  plugins: [react(), firstPaint(), fontsAsFiles(), staticProblems(), noticesFile(), unusedMessages()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Components that only a few views share stay out of the first load.
          groups: [{ name: 'components', test: /@cloudscape-design/, minShareCount: 5 }],
        },
      },
      input: {
        index: entry('index.html'),
        problems: entry('problems.html'),
        ...(HAS_REFERENCE && { reference: entry('reference.html') }),
      },
    },
  },
  server: {
    proxy: { '/api': LOCAL_RUNTIME, '/config.json': LOCAL_RUNTIME, '/inbox': LOCAL_RUNTIME },
  },
});
