/** A destination that a caller presents with a code. The code verifies only if it was sent there. */
import type { VerifyTokenBody } from '../../contract/routes/verify-token.ts';
import type { DestinationField } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { digestDestination } from '../destinations/digest-destination.ts';
import { parsePhoneNumber, readCountry } from '../destinations/phone-number.ts';
import type { KeySource } from '../token/token-keys.ts';
import type { DestinationClaims } from './receipt.ts';

export interface PresentedDestination {
  /** The field that names it; a code reaches it by a channel with the same field. */
  readonly field: DestinationField;
  /** The digest that tokens store. */
  readonly digest: string;
  /** What a receipt says about it. */
  readonly claims: DestinationClaims;
}

/** Parsed as at issue; undefined when the body has no destination. @throws SecretUnavailable */
export async function readDestination(
  { phone_number, email }: Pick<VerifyTokenBody, 'phone_number' | 'email'>,
  defaultCountry: string,
  subjectKeys: Pick<KeySource, 'current'>,
): Promise<Decision<PresentedDestination | undefined>> {
  const phone = parsePhoneNumber(phone_number, readCountry(defaultCountry));
  if (!phone.ok) {
    return phone;
  }
  if (phone.value === undefined && email === undefined) {
    return accept(undefined);
  }
  const keys = await subjectKeys.current();
  return accept(
    phone.value === undefined
      ? {
          field: 'email',
          digest: digestDestination('email', email ?? '', keys),
          claims: { email: email ?? '', email_verified: true },
        }
      : {
          field: 'phone_number',
          digest: digestDestination('phone_number', phone.value, keys),
          claims: { phone_number: phone.value, phone_number_verified: true },
        },
  );
}
