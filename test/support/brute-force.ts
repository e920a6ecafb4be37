/**
 * What somebody who stole the tables can learn by trying: whether anything in them confirms a guess, using
 * only what is in the tables.
 */
import { createHash, createHmac } from 'node:crypto';

/** Items with attributes in DynamoDB's format. */
type Items = readonly Readonly<Record<string, object>>[];

const HASHES = ['sha256', 'sha512', 'sha1', 'md5'];
const ENCODINGS = ['hex', 'base64', 'base64url'] as const;
const SEPARATORS = ['', '#', ':', '|', ' '];
const MASK = /^\+\d+•+\d*$/;

/** Every string in the items, whole and split at `#`, as keys are. */
function textsIn(items: Items): Set<string> {
  const texts = items.flatMap((item) => Object.values(item)).flatMap((value) => Object.values(value));
  const whole = texts.filter((text): text is string => typeof text === 'string');
  return new Set(whole.flatMap((text) => [text, ...text.split('#')]).filter((text) => text !== ''));
}

/**
 * The guesses that something in the items confirms: the guess itself, a hash of it, a hash of it joined with
 * another string from the items, or an HMAC of it whose key is such a string.
 */
export function confirmedGuesses(items: Items, guesses: readonly string[]): string[] {
  const texts = textsIn(items);
  const keys = [...texts].flatMap((text) => [
    Buffer.from(text),
    ...ENCODINGS.map((encoding) => Buffer.from(text, encoding)),
  ]);
  const isThere = (digest: Buffer) => ENCODINGS.some((encoding) => texts.has(digest.toString(encoding)));
  const isHashed = (text: string) => HASHES.some((hash) => isThere(createHash(hash).update(text).digest()));
  const isSigned = (text: string) =>
    keys.some((key) =>
      HASHES.slice(0, 2).some((hash) => isThere(createHmac(hash, key).update(text).digest())),
    );
  const beside = (guess: string) =>
    [...texts].flatMap((text) =>
      SEPARATORS.flatMap((separator) => [text + separator + guess, guess + separator + text]),
    );
  return guesses.filter(
    (guess) => texts.has(guess) || isHashed(guess) || isSigned(guess) || beside(guess).some(isHashed),
  );
}

/**
 * At least how many candidates for the number the items leave, combining its masked forms and its prefixes.
 */
export function candidatesLeft(items: Items, number: string): number {
  const texts = [...textsIn(items)];
  const masks = texts.filter((text) => MASK.test(text) && text.length === number.length);
  const known = new Set<number>();
  for (const mask of masks) {
    if (![...mask].every((digit, at) => digit === '•' || digit === number[at])) {
      continue;
    }
    for (const [at, digit] of [...mask].entries()) {
      if (digit !== '•') {
        known.add(at);
      }
    }
  }
  for (const text of texts.filter((each) => /^\+\d+$/.test(each) && number.startsWith(each))) {
    for (let at = 0; at < text.length; at += 1) {
      known.add(at);
    }
  }
  return 10 ** (number.length - known.size);
}
