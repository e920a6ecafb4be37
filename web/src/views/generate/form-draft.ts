/**
 * Carries the form over a renewed sign-in, which takes the browser to the issuer and back.
 *
 * Only what identifies nobody's device is kept: the user ID and the channel. A phone number is left
 * out, because storage outlives the page. The draft is removed as soon as somebody is signed in.
 */
import { REQUESTED_CHANNELS } from '../../../../handlers/contract/vocabulary.ts';
import { EMPTY_FORM, type FormValues } from './form-values.ts';

const STORAGE_KEY = 'token-courier.form';

export function saveDraft({ userId, channel }: FormValues): void {
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify({ userId, channel }));
}

export function clearDraft(): void {
  sessionStorage.removeItem(STORAGE_KEY);
}

export function readDraft(): FormValues {
  const stored = sessionStorage.getItem(STORAGE_KEY);
  if (stored === null) {
    return EMPTY_FORM;
  }
  const { userId, channel } = JSON.parse(stored) as Partial<FormValues>;
  return {
    ...EMPTY_FORM,
    userId: userId ?? EMPTY_FORM.userId,
    channel: REQUESTED_CHANNELS.find((known) => known === channel) ?? EMPTY_FORM.channel,
  };
}
