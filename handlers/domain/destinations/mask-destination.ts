/** Destinations as they are shown and stored with tokens: enough to recognise, too little to use. */

/**
 * Country calling codes of one and two digits; every other code has three digits. No code is a prefix of
 * another (ITU-T E.164). The codes are listed here, because masking runs where the numbering plan is not
 * bundled.
 */
const SHORT_CALLING_CODE = /^\+(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;
const LONG_CALLING_CODE = /^\+\d{3}/;
const DOT = '•';

/** Keeps the country code and the last four digits (two of a short number): +91••••••4321. */
export function maskPhoneNumber(e164: string): string {
  const code = (SHORT_CALLING_CODE.exec(e164) ?? LONG_CALLING_CODE.exec(e164))?.[0] ?? '+';
  const national = e164.slice(code.length);
  const shown = national.length >= 9 ? 4 : national.length >= 5 ? 2 : 0;
  return code + DOT.repeat(national.length - shown) + national.slice(national.length - shown);
}

/** Keeps the first character and the domain; always three dots, so that they do not reveal the length. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, Math.min(1, at))}${DOT.repeat(3)}${email.slice(at)}`;
}
