/** A program: unpacks Chromium from its npm package into the temporary folder, and prints its path. */
import packagedChromium from '@sparticuz/chromium';

console.log(await packagedChromium.executablePath());
