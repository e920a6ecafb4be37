/**
 * A sentence with names in it that people made up. Each name gets a direction of its own: written from right to
 * left, it would otherwise turn the words and numbers around it.
 * https://www.w3.org/International/articles/inline-bidi-markup/
 */
import { Fragment, type ReactNode } from 'react';

/** The first of the characters that Unicode leaves to private use; they stand in for the names. */
const FIRST_MARK = 0xe000;
const MARK = /([\ue000-\ue00f])/;

export function withIds<Ids extends readonly string[]>(
  sentence: (...ids: Ids) => string,
  ...ids: Ids
): ReactNode {
  const marks = ids.map((_, index) => String.fromCharCode(FIRST_MARK + index)) as readonly string[] as Ids;
  return sentence(...marks)
    .split(MARK)
    .map((part, index) => {
      const id = MARK.test(part) ? ids[part.charCodeAt(0) - FIRST_MARK] : undefined;
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their places
      return <Fragment key={index}>{id === undefined ? part : <bdi>{id}</bdi>}</Fragment>;
    });
}
