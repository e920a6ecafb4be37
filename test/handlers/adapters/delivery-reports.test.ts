/** What SNS's log lines and SES's events say of messages, and what is taken from them. */
import { describe, expect, it } from '@jest/globals';
import { isEmailEvent, readEmailEvent } from '../../../handlers/adapters/ses/email-event.ts';
import { readTextLogLine } from '../../../handlers/adapters/sns/text-log-line.ts';

/** In the shape of the developer guide's examples. */
const lineOf = (status: 'SUCCESS' | 'FAILURE', more: object = {}) =>
  JSON.stringify({
    notification: { messageId: '34d9b400-c6dd-5444-820d-fbeb0f1f54cf', timestamp: '2016-06-28 00:40:34.558' },
    delivery: {
      phoneCarrier: 'My Phone Carrier',
      mnc: 270,
      destination: '+14255550100',
      priceInUSD: 0.00645,
      smsType: 'Transactional',
      mcc: 310,
      providerResponse: 'Message has been accepted by phone carrier',
      dwellTimeMs: 599,
      dwellTimeMsUntilDeviceAck: 1344,
      ...more,
    },
    status,
  });

describe("a line of SNS's delivery log", () => {
  it('names the message, the country and whether it arrived', () => {
    expect(readTextLogLine(lineOf('SUCCESS'))).toEqual({
      messageId: '34d9b400-c6dd-5444-820d-fbeb0f1f54cf',
      country: 'US',
      arrival: 'delivered',
    });
  });

  it.each([
    ['Blocked as spam by phone carrier', 'blocked_as_spam'],
    ['Destination is on a blocked list', 'blocked_destination'],
    ['Invalid phone number', 'invalid_number'],
    ['Message body is invalid', 'invalid_message'],
    ['Phone carrier has blocked this message', 'blocked_by_carrier'],
    ['Phone carrier is currently unreachable/unavailable', 'carrier_unreachable'],
    ['Phone has blocked SMS', 'blocked_by_phone'],
    ['Phone is on a blocked list', 'blocked_destination'],
    ['Phone is currently unreachable/unavailable', 'phone_unreachable'],
    ['Phone number is opted out', 'opted_out'],
    ['This delivery would exceed max price', 'price_too_high'],
    ['Unknown error attempting to reach phone', 'unknown'],
    ['No route to +4915112345678', 'unknown'],
    [undefined, 'unknown'],
  ])('maps the reason to a closed set: %s', (providerResponse, reason) => {
    const line = lineOf('FAILURE', { providerResponse, destination: '+4915112345678', mcc: 0, mnc: 0 });
    const report = readTextLogLine(line);
    expect(report).toMatchObject({ country: 'DE', arrival: 'undelivered', reason });
    expect(JSON.stringify(report)).not.toContain('15112345678');
  });

  it('has no country for a number that belongs to none', () => {
    expect(readTextLogLine(lineOf('SUCCESS', { destination: '+999123456789' }))?.country).toBe('none');
  });

  it.each(['', 'START RequestId', '{}', '[]', lineOf('SUCCESS').replace('SUCCESS', 'PENDING')])(
    'is undefined for anything else: %s',
    (line) => expect(readTextLogLine(line)).toBeUndefined(),
  );
});

describe('an event of SES', () => {
  const eventOf = (eventType: string) => ({
    source: 'aws.ses' as const,
    'detail-type': 'Email',
    detail: {
      eventType,
      bounce: { bouncedRecipients: [{ emailAddress: 'ada@example.com', diagnosticCode: 'no ada here' }] },
      mail: { messageId: '010101860d89bc12', destination: ['ada@example.com'] },
    },
  });

  it.each([
    ['Delivery', { arrival: 'delivered' }],
    ['Bounce', { arrival: 'undelivered', reason: 'bounced' }],
    ['Reject', { arrival: 'undelivered', reason: 'rejected' }],
  ])('of the kind %s is a report, without the address', (kind, said) => {
    expect(readEmailEvent(eventOf(kind))).toEqual({
      messageId: '010101860d89bc12',
      country: 'none',
      ...said,
    });
  });

  it('about a complaint says that nothing was sent only if the address is on the suppression list', () => {
    const complained = (complaintSubType: string | null, complaintFeedbackType?: string) => {
      const { source, detail } = eventOf('Complaint');
      const complaint = { complaintSubType, complaintFeedbackType };
      return readEmailEvent({ source, detail: { ...detail, complaint } });
    };
    for (const type of [undefined, 'abuse', 'not-spam']) {
      expect(complained(null, type)).toBeUndefined();
      expect(complained('OnAccountSuppressionList', type)).toMatchObject({
        arrival: 'undelivered',
        reason: 'blocked_destination',
      });
    }
  });

  it.each(['Send', 'DeliveryDelay', 'Complaint', 'Open'])(
    'of the kind %s says nothing about arrival',
    (kind) => {
      expect(readEmailEvent(eventOf(kind))).toBeUndefined();
    },
  );

  it('differs from lines of a log, and from an event without an email', () => {
    expect(isEmailEvent(eventOf('Delivery'))).toBe(true);
    expect(isEmailEvent({ awslogs: { data: '' } })).toBe(false);
    expect(readEmailEvent({ source: 'aws.ses', detail: { eventType: 'Delivery' } })).toBeUndefined();
  });
});
