/**
 * What the constructs of infra/cognito and their functions agree on: options, and the words of a custom sign-in.
 */
import * as z from 'zod/mini';
import { identifier } from './deployed.ts';
import { channels as channelList, purpose as purposeField } from './fields.ts';
import { DEFAULT_PURPOSE } from './vocabulary.ts';

/** The secret with the credentials of the client that calls the API: JSON, see `issuerCredentials`. */
export const issuerSecretId = () => identifier();

/** ARN, not alias, of the key that Cognito encrypts codes with: the Encryption SDK compares it exactly. */
export const codeKeyArn = () => identifier();

/** Whether a sign-in may begin without a password. */
export const passwordless = () => z.boolean();

export const ANSWERS_PER_SIGN_IN = { min: 1, max: 10, default: 5 } as const;
/** How many answers a person has in one sign-in; a request for another message counts too. */
export const answersPerSignIn = () =>
  z.int().check(z.minimum(ANSWERS_PER_SIGN_IN.min), z.maximum(ANSWERS_PER_SIGN_IN.max));

const NUMBER_SOURCES = ['attribute', 'contact'] as const;
/** `attribute`: the user's verified `phone_number`. `contact`: what is enrolled under the user's `sub`. */
export const numberFrom = () => z.enum(NUMBER_SOURCES);
export type NumberSource = (typeof NUMBER_SOURCES)[number];

/** In the order in which to try them; null leaves it to the API. */
export const channels = () => z.nullable(channelList);

/** The purpose of the codes of a sign-in, in the API. */
export const purpose = () => z._default(purposeField, DEFAULT_PURPOSE);

/** In ClientMetadata of RespondToAuthChallenge: asks for another message instead of answering. */
export const RESEND = { name: 'action', value: 'resend' } as const;

/** What the app reads in ChallengeParameters, always text. */
export type ChallengeStatus =
  /** Handed over for delivery. */
  | 'sent'
  /** The message may have been sent: the code is valid. */
  | 'unknown'
  /** A moment ago the same code was sent; it is still valid. */
  | 'sent_before'
  /** Nothing was sent; `code` says why, as in docs/problems.md. */
  | 'refused'
  /** The answer was wrong, and the code that was sent may still be valid. */
  | 'wrong_code'
  /** In a passwordless sign-in, where nothing else is said: also for users that do not exist. */
  | 'requested';
