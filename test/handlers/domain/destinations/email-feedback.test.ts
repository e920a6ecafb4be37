import { describe, expect, it } from '@jest/globals';
import { readFeedback } from '../../../../handlers/domain/destinations/email-feedback.ts';

/** As SES puts them on the event bus, without what is not read. */
const event = (detail: object, destination = ['ada@example.com']) => ({
  version: '0',
  source: 'aws.ses',
  'detail-type': 'Email Bounced',
  detail: { ...detail, mail: { messageId: '0107', destination } },
});
const bounced = (bounceType: string, addresses: string[], destination?: string[]) =>
  event(
    {
      eventType: 'Bounce',
      bounce: {
        bounceType,
        bounceSubType: 'General',
        bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress, action: 'failed' })),
      },
    },
    destination,
  );
const complaint = (more: object) =>
  event({
    eventType: 'Complaint',
    complaint: { complainedRecipients: [{ emailAddress: 'ada@example.com' }], ...more },
  });

describe('an event of SES', () => {
  it('names the address that cannot be reached, as headers write it', () => {
    const noted = { reason: 'bounced', address: 'ada@example.com' };
    expect(readFeedback(bounced('Permanent', ['ada@example.com']))).toEqual(noted);
    expect(readFeedback(bounced('Permanent', ['"Ada" <ADA@example.com>']))).toEqual(noted);
  });

  it('names nobody but whom the email was sent to, whoever its host says that it was', () => {
    expect(readFeedback(bounced('Permanent', ['bea@example.com'])).address).toBeUndefined();
    expect(readFeedback(bounced('Permanent', ['bea@example.com', 'ada@example.com'])).address).toBe(
      'ada@example.com',
    );
    const toTwo = bounced('Permanent', ['ada@example.com'], ['ada@example.com', 'bea@example.com']);
    expect(readFeedback(toTwo).address).toBeUndefined();
  });

  it.each(['Transient', 'Undetermined'])('of a bounce that is %s says nothing of the address', (type) => {
    expect(readFeedback(bounced(type, ['ada@example.com'])).reason).toBeUndefined();
  });

  it.each([
    ['of no type', {}],
    ['of no name', { complainedRecipients: [] }],
    ['of abuse', { complaintFeedbackType: 'abuse' }],
    ['of fraud', { complaintFeedbackType: 'fraud', complaintSubType: null }],
    [
      'on the suppression list',
      { complaintFeedbackType: 'not-spam', complaintSubType: 'OnAccountSuppressionList' },
    ],
  ])('names whose owner complained, %s', (_, more) => {
    expect(readFeedback(complaint(more))).toEqual({ reason: 'complained', address: 'ada@example.com' });
  });

  it.each(['not-spam', 'auth-failure', 'virus', 'other'])(
    'holds a complaint of %s against nobody',
    (type) => {
      expect(readFeedback(complaint({ complaintFeedbackType: type })).reason).toBeUndefined();
    },
  );

  it('of another shape is refused without a word of what is in it', () => {
    const wrong = event({ bounce: { bouncedRecipients: ['ada@example.com'] } });
    for (const other of [undefined, {}, wrong, { detail: { complaint: { complainedRecipients: [] } } }]) {
      expect(() => readFeedback(other)).toThrow(/^The event is not one of SES/);
    }
  });
});
