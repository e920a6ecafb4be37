/**
 * Requests that pass between the steps of two releases. A deployment replaces the steps one by one and then
 * the state machine, so for some seconds one release may admit a request and the other store, deliver or take
 * it back.
 *
 * The previous release had no route: it kept the legs in separate fields, by which its state machine chooses
 * the channel. So these fields are still written and read. Remove both in the next release.
 */
import type { Channel } from '../../contract/vocabulary.ts';
import type { AdmittedRequest, Leg } from '../../contract/workflow.ts';
import { legIn, routeOf } from '../delivery-route.ts';
import { maskPhoneNumber } from '../destinations/mask-destination.ts';

/** The channels of the previous release. */
type FormerChannel = Extract<Channel, 'sms' | 'email'>;

interface FormerFields {
  readonly first_channel: Channel;
  readonly fallback_channel: Channel | 'none';
  /** Empty when the request does not use SMS. */
  readonly phone_number: string;
  /** This and the next are empty when the request does not use email. */
  readonly topic_arn: string;
  readonly email_masked: string;
  readonly destination_masked: string;
  readonly phone_number_given: boolean;
  readonly number_prefix: string;
  readonly sms_price: number;
  readonly digests: Readonly<Record<FormerChannel, string>>;
}

type FormerRequest = Omit<AdmittedRequest, 'route'> & FormerFields;

/** The request with the fields that the previous release reads. */
export function withFormerFields(request: AdmittedRequest): AdmittedRequest & FormerFields {
  const [first, second] = request.route;
  const text = legIn(request.route, 'sms');
  const email = legIn(request.route, 'email');
  return {
    ...request,
    first_channel: first.channel,
    fallback_channel: second?.channel ?? 'none',
    phone_number: text?.address ?? '',
    topic_arn: email?.address ?? '',
    email_masked: email?.masked ?? '',
    destination_masked: first.masked,
    phone_number_given: text?.of_contact === false,
    number_prefix: text?.text?.number_prefix ?? '',
    sms_price: text?.text?.price ?? 0,
    digests: { sms: text?.digest ?? '', email: email?.digest ?? '' },
  };
}

/** A step's input with the route in its request, whichever release admitted it. */
export const withRoute = <Input extends { readonly request: AdmittedRequest | FormerRequest }>(
  input: Input,
): Input & { readonly request: AdmittedRequest } => ({ ...input, request: routed(input.request) });

function routed(request: AdmittedRequest | FormerRequest): AdmittedRequest {
  if ('route' in request) {
    return request;
  }
  const { first_channel, fallback_channel, phone_number, digests } = request;
  const legs: Readonly<Partial<Record<Channel | 'none', Leg>>> = {
    sms: {
      channel: 'sms',
      address: phone_number,
      masked: maskPhoneNumber(phone_number),
      digest: digests.sms,
      of_contact: !request.phone_number_given,
      text: { number_prefix: request.number_prefix, price: request.sms_price },
    },
    email: {
      channel: 'email',
      address: request.topic_arn,
      masked: request.email_masked,
      digest: digests.email,
      of_contact: true,
    },
  };
  const route = routeOf([legs[first_channel], legs[fallback_channel]].filter((leg) => leg !== undefined));
  if (route === undefined) {
    throw new Error('The request has no leg');
  }
  return { ...request, route };
}
