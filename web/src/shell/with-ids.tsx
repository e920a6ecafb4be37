/**
 * A sentence that contains names chosen by people. Each name is isolated: one written from right to left would
 * otherwise reorder the words and numbers around it.
 * https://www.w3.org/International/articles/inline-bidi-markup/
 */
import type { ReactNode } from 'react';
import { Fragment } from 'react';

/** The first of Unicode's private-use characters, which are placeholders for the names. */
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
