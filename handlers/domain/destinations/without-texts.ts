/**
 * The way out of a text that must not be sent: the same token by email, which costs nothing. And of an email that
 * must not be sent: the text alone.
 */
import type { AdmittedRequest } from '../../contract/workflow.ts';
import { maskPhoneNumber } from './mask-destination.ts';

/** Whether the first thing that a request sends is a text; a test destination is sent nothing. */
export const textsFirst = ({ first_channel, test_number }: AdmittedRequest): boolean =>
  first_channel === 'sms' && test_number === '';

/** The request by email alone; undefined when the caller insists on a text or no email is confirmed. */
export function byEmail(request: AdmittedRequest): AdmittedRequest | undefined {
  return request.fallback_channel === 'email' ? byEmailAlone(request) : undefined;
}

/** A request that has an email, without its phone number. */
export const byEmailAlone = (request: AdmittedRequest): AdmittedRequest => ({
  ...request,
  first_channel: 'email',
  fallback_channel: 'none',
  phone_number: '',
  digests: { ...request.digests, sms: '' },
  destination_masked: request.email_masked,
  number_prefix: '',
  sms_price: 0,
});

/** A request that has a phone number, without its email. */
export const byTextAlone = (request: AdmittedRequest): AdmittedRequest => ({
  ...request,
  first_channel: 'sms',
  fallback_channel: 'none',
  topic_arn: '',
  digests: { ...request.digests, email: '' },
  email_masked: '',
  destination_masked: maskPhoneNumber(request.phone_number),
});
