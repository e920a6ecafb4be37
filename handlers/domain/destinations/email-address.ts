/**
 * Which spellings of an email address count as the same address.
 *
 * RFC 5321 section 2.4 lets the receiving host decide whether case matters in the local part. In practice, no
 * common host distinguishes mailboxes by case, and most deliver `ada+shop@…` to `ada@…` (RFC 5233). A message
 * goes to the address as it was typed. Limits and opt-outs protect the mailbox.
 */

/** The mailbox that an address most likely reaches: in lower case, without the plus and what follows it. */
export const mailboxOf = (email: string): string => email.toLowerCase().replace(/^([^@]+?)\+[^@]*@/, '$1@');

/** Whether two addresses differ at most in case. */
export const isSameAddress = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/** Whether two addresses differ at most in the case of the domain (insignificant: RFC 5321 section 2.4). */
export function isSameSpelling(one: string, other: string): boolean {
  const localPart = (email: string) => email.slice(0, email.lastIndexOf('@'));
  return isSameAddress(one, other) && localPart(one) === localPart(other);
}
