/**
 * The check that the line which names the site for browsers leaves a text one part: every part is billed as a text,
 * and what callers want shown has to fit into the second.
 */

/** Septets of a text that is one part (3GPP TS 23.038); our words and all that may stand in them are in its alphabet. */
const ONE_PART = 160;
/**
 * Characters of the longest text (handlers/domain/messages/messages.ts) without brand, domain and the code that is
 * in it twice.
 */
const OUR_WORDS = 65;

interface WrittenText {
  readonly brandName: string;
  readonly tokenLength: number;
  readonly webOtpDomain?: string | undefined;
}

/** What is wrong with settings that are well-formed one by one. */
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
  const reason = `with this brandName and codes of ${tokenLength} characters, every text would else have more than one part, and each part is billed`;
  return [{ path: ['webOtpDomain'], message: `${rule}: ${reason}` }];
}
