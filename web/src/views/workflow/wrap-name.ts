/** Breaks a state's name into at most two lines: SVG text does not wrap by itself. */

/** The average width of a letter in the picture's font, and the padding of a state, in units of the picture. */
const LETTER_WIDTH = 6.3;
const FRAME = 14;

/** @param width of the state that contains the name */
export function wrapName(name: string, width: number): readonly string[] {
  const most = Math.floor((width - FRAME) / LETTER_WIDTH);
  if (name.length <= most) {
    return [name];
  }
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const middle = name.length / 2;
  const nearest = spaces.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))[0];
  const lines =
    nearest === undefined
      ? [name.slice(0, most), name.slice(most)]
      : [name.slice(0, nearest), name.slice(nearest + 1)];
  return lines.map((line) => (line.length > most ? `${line.slice(0, most - 1)}…` : line));
}
