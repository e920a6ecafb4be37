/**
 * Checks that a text with the line that names the site for browsers still fits into one part. Each part is
 * billed as a text, and a second part is reserved for what callers want to show.
 */

/**
 * Septets in a text of one part (3GPP TS 23.038). Our words, and everything that may occur in them, are in
 * its alphabet.
 */
const ONE_PART = 160;
/**
 * Characters of the longest text (handlers/domain/messages/messages.ts), without the brand, the domain, and
 * the code, which it contains twice.
 */
const OUR_WORDS = 65;

interface WrittenText {
  readonly brandName: string;
  readonly tokenLength: number;
  readonly webOtpDomain?: string | undefined;
}

/** What is wrong with settings that are each well-formed. */
export function checkWebOtpDomain({
  brandName,
  tokenLength,
  webOtpDomain = '',
}: WrittenText): { path: string[]; message: string }[] {
  const room = ONE_PART - OUR_WORDS - brandName.length - 2 * tokenLength;
  if (webOtpDomain.length <= Math.max(0, room)) {
    return [];
  }
  const rule = room > 0 ? `must have at most ${room} characters` : 'must be left out';
  const reason = `with this brandName and codes of ${tokenLength} characters, every text would otherwise have more than one part, and each part is billed`;
  return [{ path: ['webOtpDomain'], message: `${rule}: ${reason}` }];
}
