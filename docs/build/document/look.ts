/** Sizes, fonts and colours of the written document. Lengths are in twips, 20 to a point, unless a name says otherwise. */

const TWIPS_PER_MM = 1440 / 25.4;
const mm = (length: number): number => Math.round(length * TWIPS_PER_MM);

/** A4, with margins that leave lines of code room. */
export const PAGE = { width: mm(210), height: mm(297) };
export const MARGIN = {
  top: mm(26),
  bottom: mm(22),
  left: mm(20),
  right: mm(20),
  header: mm(12),
  footer: mm(11),
};
export const TEXT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right;

/** Pictures are measured in pixels, 96 to the inch. */
export const TEXT_WIDTH_PIXELS = Math.floor((TEXT_WIDTH / 1440) * 96);
/** Leaves room for a caption and the sentence that names the picture. */
export const MOST_HEIGHT_PIXELS = 840;

/**
 * Every office suite has these or fonts of the same widths (Liberation), so pages break at the same lines
 * everywhere, and the contents name the right pages.
 */
export const FONT = 'Arial';
export const CODE_FONT = 'Courier New';

/** Half points, as Word counts them. */
export const SIZE = {
  text: 20,
  table: 17,
  caption: 17,
  code: 15,
  wideCode: 14,
  inlineCode: 18,
  tableCode: 16,
  small: 16,
};

/** The room between the frame of a listing and its text, on either side. */
export const LISTING_INDENT = 100;

/** Characters in a line of a listing of that size: each character of the code font is 0.6 em wide. */
export const listingColumns = (halfPoints: number): number =>
  Math.floor((TEXT_WIDTH - 2 * LISTING_INDENT) / 20 / ((halfPoints / 2) * 0.6));

/** Text colours have a contrast of at least 4.5 to 1 on white and on the shade. */
export const COLOUR = {
  heading: '16324F',
  accent: '0B5CAD',
  quiet: '56606B',
  line: 'C9D1D9',
  shade: 'F4F6F8',
  head: '16324F',
  onHead: 'FFFFFF',
  code: '24292F',
  keyword: '8A1F5C',
  string: '0A5A2B',
  comment: '5B6670',
};
