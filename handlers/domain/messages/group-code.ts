/**
 * Codes as people read them: those with letters in groups of three to five. Hyphens that people type are ignored
 * (token/token-format.ts). Codes of digits stay whole, because autofill takes whole numbers.
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
    // Even groups: eleven characters are 4, 4 and 3.
    const size = Math.ceil(left.length / Math.ceil(left.length / LONGEST_GROUP));
    groups.push(left.slice(0, size));
    left = left.slice(size);
  }
  return groups.join('-');
}
