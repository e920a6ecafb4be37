/**
 * Which spellings of an email address are one.
 *
 * RFC 5321 section 2.4 leaves the case of the local part to the receiving host, and no host that people use tells
 * two mailboxes apart by it; most deliver `ada+shop@…` to `ada@…` (RFC 5233). A message goes to the address as it was
 * typed. What limits and opt-outs protect is the mailbox.
 */

/** The mailbox that an address most likely reaches: without case and without what follows a plus. */
export const mailboxOf = (email: string): string => email.toLowerCase().replace(/^([^@]+?)\+[^@]*@/, '$1@');

/** Whether two addresses differ in nothing but case. */
export const isSameAddress = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();

/** Whether two addresses differ in nothing but the case of the domain, which is none (RFC 5321 section 2.4). */
export function isSameSpelling(one: string, other: string): boolean {
  const localPart = (email: string) => email.slice(0, email.lastIndexOf('@'));
  return isSameAddress(one, other) && localPart(one) === localPart(other);
}
