/** Breaks a state's name into two lines at most: SVG text does not wrap by itself. */

/** What fits into a state of the picture in its font. */
const MAX_CHARACTERS = 21;

export function wrapName(name: string): readonly string[] {
  if (name.length <= MAX_CHARACTERS) {
    return [name];
  }
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const middle = name.length / 2;
  const nearest = spaces.sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))[0];
  const lines =
    nearest === undefined
      ? [name.slice(0, MAX_CHARACTERS), name.slice(MAX_CHARACTERS)]
      : [name.slice(0, nearest), name.slice(nearest + 1)];
  return lines.map((line) => (line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS - 1)}…` : line));
}
