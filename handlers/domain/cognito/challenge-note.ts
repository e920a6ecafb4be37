/**
 * What is noted with a challenge for the next one of the same sign-in: the id of the token, or why there is none.
 * Cognito keeps it as `challengeMetadata`, which the app does not get to see.
 */

export type Note = string;

/** Of every note, a token's id included, so that their length tells nothing of a sign-in to whoever sees it sealed. */
const LENGTH = 36;
const note = (word: string): Note => word.padEnd(LENGTH, '-');

/** The code is the person's live one, whose id is not known. */
export const LIVE: Note = note('live');
/** No code was sent. */
export const NONE: Note = note('none');

/** What Cognito keeps for the answer to a challenge: `token_id` and nothing else. */
export interface PrivateParameters {
  readonly token_id: string;
}

/**
 * Where no code was sent, the id is nobody's, so that no other code passes for this challenge's. Never empty: Cognito
 * ends a sign-in with "Incorrect username or password" if a challenge has no private parameter.
 * https://github.com/aws-samples/amazon-cognito-passwordless-auth/pull/214
 */
export const privateParametersOf = (noted: Note, newId: () => string): PrivateParameters => ({
  token_id: noted === NONE ? newId() : noted,
});

/** The id of the token that a challenge is about; undefined for the person's live one, whichever it is. */
export const tokenIdOf = ({ token_id }: Partial<PrivateParameters>): string | undefined =>
  token_id === LIVE ? undefined : token_id;

/** The note, if it stands for a code. */
export const sentCode = (noted: Note | undefined): Note | undefined => (noted === NONE ? undefined : noted);
