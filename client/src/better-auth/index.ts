/** Helpers for better-auth's plugins. They need better-auth 1.7 or later beside this package. */
export type { ExtraMembers, PhoneNumberCodesOptions } from './phone-number.ts';
export { phoneNumberCodes } from './phone-number.ts';
export type { TwoFactorCodesOptions } from './two-factor.ts';
export { twoFactorCodes } from './two-factor.ts';
