/** A program: unpacks Chromium from the npm registry into the folder for temporary files, and says where it is. */
import packagedChromium from '@sparticuz/chromium';

console.log(await packagedChromium.executablePath());
