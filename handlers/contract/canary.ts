/**
 * For whom the canary asks for codes. A person of this name is nobody, and the canary's client is issued codes for no other
 * one: wrong codes fill a person's guess limits whichever client presents them.
 */
export const CANARY_PERSON = { user_id: 'token-courier-canary', purpose: 'canary' } as const;
