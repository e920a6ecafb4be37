/** The form's values, and their conversion to the API's. */
import type { RequestedChannel, TokenFormat } from '../../../../handlers/contract/vocabulary.ts';
import {
  CHANNEL_FACTS,
  DEFAULT_PURPOSE,
  REQUESTED_CHANNELS,
  TOKEN_FORMATS,
  TOKEN_LENGTHS,
} from '../../../../handlers/contract/vocabulary.ts';
import type { TokenRequest } from '../../api/api-client.ts';
import type { FieldErrors, FormFields } from '../../forms/field-errors.ts';
import type { Draft } from '../../session/drafts.ts';
import { shared } from '../../strings.ts';
import { text } from './strings.ts';

export interface FormValues {
  readonly userId: string;
  readonly purpose: string;
  readonly channel: RequestedChannel;
  readonly phoneNumber: string;
  /** Empty: the service's default. */
  readonly format: TokenFormat | '';
  readonly length: string;
}

export type FieldName = keyof FormValues;

export const EMPTY_FORM: FormValues = {
  userId: '',
  purpose: DEFAULT_PURPOSE,
  channel: 'auto',
  phoneNumber: '',
  format: '',
  length: '',
};

/** From top to bottom of the form. */
export const FIELDS: FormFields<FieldName> = {
  user_id: { name: 'userId', label: shared.userId },
  purpose: { name: 'purpose', label: shared.purpose },
  channel: { name: 'channel', label: shared.channel },
  phone_number: { name: 'phoneNumber', label: shared.phoneNumber },
  format: { name: 'format', label: text.format },
  length: { name: 'length', label: text.length },
};

/** What can be checked without the API, which has the other rules. */
export function checkForm({ userId, format, length }: FormValues): FieldErrors<FieldName> {
  const isWrong = length.trim() !== '' && !/^\d{1,2}$/.test(length.trim());
  return {
    ...(userId === '' ? { userId: shared.userIdMissing } : {}),
    ...(isWrong ? { length: lengthHint(format) } : {}),
  };
}

/** Whether a phone number can determine where the token goes; an email goes to the contact's address. */
export const takesNumber = (channel: RequestedChannel): boolean =>
  channel === 'auto' || CHANNEL_FACTS[channel].field === 'phone_number';

/**
 * A phone number is left out where it has no effect. The user ID is sent unchanged: the API
 * rejects leading and trailing blanks, and whoever typed them should see that.
 */
export function toRequest(values: FormValues): TokenRequest {
  const { channel, format } = values;
  const purpose = values.purpose.trim();
  const phone = values.phoneNumber.trim();
  const length = values.length.trim();
  return {
    user_id: values.userId,
    channel,
    ...(purpose === '' ? {} : { purpose }),
    ...(phone === '' || !takesNumber(channel) ? {} : { phone_number: phone }),
    ...(format === '' ? {} : { format }),
    ...(length === '' ? {} : { length: Number(length) }),
  };
}

/** The allowed length of a token. */
export function lengthHint(format: FormValues['format']): string {
  return text.lengthHint(TOKEN_LENGTHS[format || 'numeric']);
}

/** The part of the form that may be kept in storage; see drafts.ts. */
export function toDraft({ userId, purpose, channel, format, length }: FormValues): Draft {
  return { userId, purpose, channel, format, length };
}

export function fromDraft(draft: Draft): FormValues {
  return {
    ...EMPTY_FORM,
    userId: draft.userId ?? EMPTY_FORM.userId,
    purpose: draft.purpose ?? EMPTY_FORM.purpose,
    channel: REQUESTED_CHANNELS.find((known) => known === draft.channel) ?? EMPTY_FORM.channel,
    format: TOKEN_FORMATS.find((known) => known === draft.format) ?? EMPTY_FORM.format,
    length: draft.length ?? EMPTY_FORM.length,
  };
}
