import { describe, expect, it } from '@jest/globals';
import { readFeedback } from '../../../../handlers/domain/destinations/email-feedback.ts';

/** As SES puts them on the event bus, without what is not read. */
const event = (detail: object) => ({
  version: '0',
  source: 'aws.ses',
  'detail-type': 'Email Bounced',
  detail: { ...detail, mail: { messageId: '0107', destination: ['ada@example.com'] } },
});
const bounce = (bounceType: string, ...addresses: string[]) =>
  event({
    eventType: 'Bounce',
    bounce: {
      bounceType,
      bounceSubType: 'General',
      bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress, action: 'failed' })),
    },
  });

describe('an event of SES', () => {
  it('names the addresses that cannot be reached, as headers write them', () => {
    expect(readFeedback(bounce('Permanent', 'ada@example.com', '"Bea" <bea@example.com>'))).toEqual({
      reason: 'bounced',
      addresses: ['ada@example.com', 'bea@example.com'],
    });
  });

  it.each(['Transient', 'Undetermined'])('of a bounce that is %s says nothing of the address', (type) => {
    expect(readFeedback(bounce(type, 'ada@example.com')).reason).toBeUndefined();
  });

  it('names those whose owners complained', () => {
    const complaint = { complainedRecipients: [{ emailAddress: 'ada@example.com' }] };
    expect(readFeedback(event({ eventType: 'Complaint', complaint }))).toEqual({
      reason: 'complained',
      addresses: ['ada@example.com'],
    });
  });

  it('of another shape is refused without a word of what is in it', () => {
    for (const other of [undefined, {}, event({ bounce: { bouncedRecipients: ['ada@example.com'] } })]) {
      expect(() => readFeedback(other)).toThrow(/^The event is not one of SES/);
    }
  });
});
