/**
 * Draws the diagrams in docs/diagrams from the templates that `cdk synth` gives.
 *
 *   npm run diagrams
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { TEMPLATES } from '../../../test/support/deployments.ts';
import type { Drawn } from './diagrams.ts';
import { diagramsOf, FOLDER } from './diagrams.ts';
import { renderPngs } from './render-png.ts';
import { synthesise } from './synthesise.ts';

const drawn: readonly Drawn[] = ['default', 'own domains'];
const diagrams = drawn.flatMap((name) => diagramsOf(synthesise(TEMPLATES[name]), name));
const pngs = await renderPngs(diagrams.map(({ light }) => light));
mkdirSync(FOLDER, { recursive: true });
diagrams.forEach(({ path, light, dark }, index) => {
  writeFileSync(`${path}.svg`, light);
  writeFileSync(`${path}-dark.svg`, dark);
  writeFileSync(`${path}.png`, pngs[index] ?? '');
});
