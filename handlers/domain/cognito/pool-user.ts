/** A user of a Cognito user pool, as far as codes are concerned. */
import { locale as localeField } from '../../contract/fields.ts';

/** Attributes as Cognito puts them into events: every value is text. */
export type UserAttributes = Readonly<Record<string, string | undefined>>;

export interface PoolUser {
  /** `sub`: never reused, and says nothing about the person. */
  readonly id: string;
  /** Only a number that Cognito holds for verified: a code proves nothing about any other. */
  readonly verifiedNumber?: string | undefined;
  readonly locale?: string | undefined;
}

/**
 * Undefined where Cognito found no user, and says so or leaves out the `sub`. AWS does not say what the attributes are
 * then: an error because of them would give away that there is no such user.
 */
export function poolUser(
  attributes: UserAttributes | null | undefined,
  userNotFound = false,
): PoolUser | undefined {
  const id = attributes?.sub;
  if (userNotFound || !attributes || !id) {
    return undefined;
  }
  // Whoever sets the attribute as an administrator chooses its spelling:
  // https://github.com/aws-amplify/amplify-js/issues/5834 has an event with "True".
  const isVerified = attributes.phone_number_verified?.toLowerCase() === 'true';
  return {
    id,
    verifiedNumber: isVerified ? attributes.phone_number || undefined : undefined,
    locale: localeOf(attributes),
  };
}

/** The attribute is free text of up to 2,048 characters; one that is no locale must not stop a code. */
export function localeOf(attributes: UserAttributes): string | undefined {
  const { success, data } = localeField.safeParse(attributes.locale);
  return success ? data : undefined;
}
