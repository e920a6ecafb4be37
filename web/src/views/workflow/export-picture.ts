/**
 * The picture as a file, all of it and as it looks now: an SVG that needs no style sheet and no font, or that SVG
 * painted twice as large into a PNG.
 *
 * The page's content security policy lets images come from its own origin and from data: URLs. So the PNG is painted
 * from a data: URL; the blob: URLs are only links to save. https://www.w3.org/TR/CSP3/#directive-img-src
 */
import type { Size } from './viewport.ts';

const PNG_SCALE = 2;
const FONTS = 'Helvetica, Arial, sans-serif';
/** What the style sheet decides, as attributes of SVG. */
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'font-size',
  'font-weight',
] as const;
const XMLNS = 'http://www.w3.org/2000/svg';
/** Until then the browser has begun to read what it saves. */
const SAVED_AFTER_MS = 10_000;

export async function saveSvg(svg: SVGSVGElement, size: Size, name: string): Promise<void> {
  save(new Blob([svgSource(svg, size)], { type: 'image/svg+xml' }), `${name}.svg`);
}

export async function savePng(svg: SVGSVGElement, size: Size, name: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgSource(svg, size))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(size.width * PNG_SCALE);
  canvas.height = Math.round(size.height * PNG_SCALE);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob === null) {
    throw new Error('The canvas gave no PNG');
  }
  save(blob, `${name}.png`);
}

function svgSource(svg: SVGSVGElement, { width, height }: Size): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  [copy, ...copy.querySelectorAll<SVGElement>('*')].forEach((element, index) => {
    const original = originals[index];
    if (original) {
      dress(element, getComputedStyle(original));
    }
  });
  for (const [key, value] of Object.entries({
    xmlns: XMLNS,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'font-family': FONTS,
  })) {
    copy.setAttribute(key, String(value));
  }
  const ground = document.createElementNS(XMLNS, 'rect');
  const colour = getComputedStyle(svg).getPropertyValue('--wf-page').trim();
  for (const [key, value] of Object.entries({ width: '100%', height: '100%', fill: colour })) {
    ground.setAttribute(key, value);
  }
  const description = document.createElementNS(XMLNS, 'desc');
  description.textContent = describe(svg);
  copy.querySelector('title')?.after(description, ground);
  return new XMLSerializer().serializeToString(copy);
}

/** Each state with what became of it. */
const describe = (svg: SVGSVGElement): string =>
  [...svg.querySelectorAll('[data-state]')].map((state) => `${state.getAttribute('data-label')}.`).join(' ');

/** Leaves the drawing, and nothing of the page that it was in. */
function dress(element: SVGElement, style: CSSStyleDeclaration): void {
  for (const { name } of [...element.attributes]) {
    if (/^(class|style|tabindex|role|id|data-|aria-)/.test(name)) {
      element.removeAttribute(name);
    }
  }
  if (element.tagName === 'g' && style.opacity !== '1') {
    element.setAttribute('opacity', style.opacity);
  }
  if (['rect', 'path', 'circle', 'text'].includes(element.tagName)) {
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value !== '' && value !== 'none' && value !== 'normal') {
        element.setAttribute(name, value);
      } else if (name === 'fill') {
        element.setAttribute(name, 'none');
      }
    }
  }
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), SAVED_AFTER_MS);
}
