/** Renders SVG as PNG in the Chromium that the tests use, at twice its size. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium, unpackChromium } from '../../../test/support/chromium.ts';
import { withSource } from './png-source.ts';

const SCALE = 2;

export async function renderPngs(svgs: readonly string[]): Promise<readonly Buffer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'diagrams-'));
  try {
    const browser = await launchChromium(await unpackChromium(folder));
    try {
      const page = await browser.newPage({ deviceScaleFactor: SCALE });
      const pngs: Buffer[] = [];
      for (const svg of svgs) {
        await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
        pngs.push(withSource(await page.locator('svg').screenshot({ omitBackground: true }), svg));
      }
      return pngs;
    } finally {
      await browser.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
