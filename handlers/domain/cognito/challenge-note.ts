/**
 * What is noted with a challenge for the next one of the same sign-in: the id of the token, or why there is none.
 * Cognito keeps it as `challengeMetadata`, which the app does not get to see.
 */

export type Note = string;

/** The code is the person's live one, whose id is not known. */
export const LIVE: Note = 'live';
/** No code was sent. */
export const NONE: Note = 'none';

/**
 * `token_id` and nothing else; empty where the code is the live one. Where no code was sent, the id is nobody's, so
 * that no other code passes for this challenge's.
 */
export const privateParametersOf = (note: Note, newId: () => string): { readonly token_id?: string } =>
  note === LIVE ? {} : { token_id: note === NONE ? newId() : note };

/** The note, if it stands for a code. */
export const sentCode = (note: Note | undefined): Note | undefined => (note === NONE ? undefined : note);
