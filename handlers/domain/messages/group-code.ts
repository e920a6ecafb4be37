/**
 * Codes as people read them off a screen: with letters, in groups of four or five. What they type is read without
 * the hyphens (token/token-format.ts). Codes of digits stay whole, because autofill takes whole numbers.
 */
import { TOKEN_LENGTHS } from '../../contract/vocabulary.ts';

const LONGEST_GROUP = 5;

export function groupCode(code: string): string {
  const isNumeric = /^\d*$/.test(code) && code.length <= TOKEN_LENGTHS.numeric.max;
  if (isNumeric) {
    return code;
  }
  const groups: string[] = [];
  for (let left = code; left !== ''; ) {
    // Even ones: of eleven characters 4, 4 and 3.
    const size = Math.ceil(left.length / Math.ceil(left.length / LONGEST_GROUP));
    groups.push(left.slice(0, size));
    left = left.slice(size);
  }
  return groups.join('-');
}
