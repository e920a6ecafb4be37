import { describe, expect, it } from '@jest/globals';
import type { AdmittedRequest } from '../../../../handlers/contract/workflow.ts';
import { withFormerFields, withRoute } from '../../../../handlers/domain/delivering/former-request.ts';
import { anAdmittedRequest, anEmailLeg, aTextLeg } from '../../fixtures.ts';

/** A request as the previous release admits it, without a route. */
const FORMER = {
  first_channel: 'sms',
  fallback_channel: 'email',
  phone_number: '+919876543210',
  topic_arn: 'arn:aws:sns:eu-west-1:000000000000:token-courier-1',
  email_masked: 'p•••@example.com',
  destination_masked: '+91••••••3210',
  phone_number_given: false,
  number_prefix: 'digest name-of-the-prefix web 1',
  sms_price: 50_000,
  digests: { sms: 'digest-of-number', email: 'digest-of-email' },
} as const;
const TEXT = aTextLeg({ text: { number_prefix: 'digest name-of-the-prefix web 1', price: 50_000 } });
const WITHOUT_EMAIL = { fallback_channel: 'none', topic_arn: '', email_masked: '' } as const;
const WITHOUT_NUMBER = { phone_number: '', number_prefix: '', sms_price: 0 } as const;
const EMAIL_FIRST = { first_channel: 'email', destination_masked: 'p•••@example.com' } as const;

describe('a request between two releases', () => {
  it.each<[string, AdmittedRequest['route'], object]>([
    ['a text and then an email', [TEXT, anEmailLeg()], FORMER],
    [
      'an email and then a text',
      [anEmailLeg(), TEXT],
      { ...FORMER, ...EMAIL_FIRST, fallback_channel: 'sms' },
    ],
    [
      'a text to a number in the request',
      [{ ...TEXT, of_contact: false }],
      {
        ...{ ...FORMER, ...WITHOUT_EMAIL, phone_number_given: true },
        digests: { sms: 'digest-of-number', email: '' },
      },
    ],
    [
      'an email alone',
      [anEmailLeg()],
      {
        ...{ ...FORMER, ...EMAIL_FIRST, ...WITHOUT_NUMBER, fallback_channel: 'none' },
        digests: { sms: '', email: 'digest-of-email' },
      },
    ],
  ])('with %s is read the same by both', (_, route, fields) => {
    const { route: __, ...rest } = anAdmittedRequest();
    const former = { ...rest, ...fields } as unknown as AdmittedRequest;
    expect(withFormerFields({ ...rest, route })).toEqual({ ...rest, route, ...fields });
    expect(withRoute({ request: former }).request.route).toEqual(route);
  });
});
