/** How a custom sign-in is configured, and what follows from it for where a code may go. */
import type { NumberSource } from '../../contract/cognito.ts';
import type { Channel } from '../../contract/vocabulary.ts';
import type { PoolUser } from './pool-user.ts';

export interface SignInOptions {
  readonly passwordless: boolean;
  readonly answersPerSignIn: number;
  readonly purpose: string;
  readonly numberFrom: NumberSource;
  /** Null leaves it to the API. */
  readonly channels: readonly Channel[] | null;
}

/**
 * The number that every code of this sign-in goes to, or undefined where the API looks one up or may send an email.
 * Such a number can be presented when the code is verified.
 */
export const onlyNumber = (
  user: PoolUser,
  { numberFrom, channels }: Pick<SignInOptions, 'numberFrom' | 'channels'>,
): string | undefined =>
  numberFrom === 'attribute' && !channels?.includes('email') ? user.verifiedNumber : undefined;

/** Whether there is a number to send to, as far as the user pool knows. */
export const hasDestination = (user: PoolUser, { numberFrom }: Pick<SignInOptions, 'numberFrom'>): boolean =>
  numberFrom === 'contact' || user.verifiedNumber !== undefined;
