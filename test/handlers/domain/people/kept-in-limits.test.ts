import { describe, expect, it } from '@jest/globals';
import { limitsKinds } from '../../../../handlers/contract/limits-reference.ts';
import {
  clientSends,
  confirmationSends,
  countsItem,
  DEPLOYMENT_SENDS,
  destinationSends,
  failedVerificationsOf,
  messageItem,
  numberItem,
  optOutItem,
  optOutOf,
  personSends,
  prefixTraffic,
  reportedNumber,
  requestClaim,
  SPEND,
  typedForMailbox,
  verificationClaim,
} from '../../../../handlers/contract/limits-table.ts';
import {
  digestDestination,
  digestMailbox,
} from '../../../../handlers/domain/destinations/digest-destination.ts';
import { personIn } from '../../../../handlers/domain/destinations/number-memory.ts';
import type { KeptItem, LimitsItem } from '../../../../handlers/domain/people/kept-in-limits.ts';
import { keptInLimits } from '../../../../handlers/domain/people/kept-in-limits.ts';
import { destinationNames, personNames } from '../../../../handlers/domain/people/person-names.ts';
import { referenceTo } from '../../../../handlers/domain/pumping/traffic-reference.ts';
import { personReference } from '../../../../handlers/domain/token/person-reference.ts';
import { deriveKeys, digestSubject } from '../../../../handlers/domain/token/seal-token.ts';

const KEYS = { subject: deriveKeys('v1', 'subject'), reference: deriveKeys('v1', 'reference') };
const ADA = 'ada#1';
const NUMBER = '+12025550143';
const EMAIL = 'Ada+shop@Example.com';
const TOPIC = 'arn:aws:sns:eu-central-1:000000000000:TokenCourier-contact-1';
const DIGEST = digestDestination('phone_number', NUMBER, KEYS.subject);
const LINE = digestSubject(NUMBER, KEYS.subject);
const MAILBOX = digestMailbox('ada@example.com', KEYS.subject);
const ADA_IN_NUMBER = personIn(DIGEST, ADA);

const person = personNames(ADA, TOPIC, KEYS);
const number = destinationNames({ phone_number: NUMBER }, KEYS.subject);
const email = destinationNames({ email: EMAIL }, KEYS.subject);

const at = (subject: string, window = countsItem(), more: Partial<LimitsItem> = {}): LimitsItem => ({
  subject,
  window,
  people: {},
  ...more,
});

type What = [KeptItem['kind'], KeptItem['action']] | undefined;

function judge(item: LimitsItem, named = [number, email], others = [] as (typeof number)[]): What {
  const kept = keptInLimits(item, { person, named, others });
  return kept && [kept.kind, kept.action];
}

const claim = ({ subject, window }: ReturnType<typeof requestClaim>, user_id: string) =>
  at(subject, window, { user_id });
const reported = (digest: string) =>
  reportedNumber('prefix', referenceTo({ number: digest, prefix: '-', clientId: '' }, 0).split(' ')[0] ?? '');

describe('an item of the person', () => {
  it.each<[string, LimitsItem, KeptItem['kind']]>([
    ['messages for a purpose', at(personSends({ user_id: ADA, purpose: 'pay' })), 'messages'],
    ['confirmation emails', at(confirmationSends('person', ADA)), 'messages'],
    ["messages to the contact's topic", at(destinationSends(digestSubject(TOPIC, KEYS.subject))), 'messages'],
    ['wrong codes for a purpose', at(failedVerificationsOf(ADA), countsItem('login')), 'guesses'],
    ['codes typed for the address', at(failedVerificationsOf(ADA), countsItem('@confirmation')), 'guesses'],
    ['the claim of a request', claim(requestClaim('shop', 'key'), ADA), 'claim'],
    ['the claim of a verification', claim(verificationClaim('shop', 'key'), ADA), 'claim'],
    [
      'the note of a message, by the reference',
      at(messageItem('digest').subject, '-', {
        user_id: 'sealed',
        user_ref: personReference(ADA, KEYS.reference),
      }),
      'message',
    ],
  ])('is deleted: %s', (_, item, kind) => {
    expect(judge(item, [])).toEqual([kind, 'delete']);
  });

  it('is one whose user id ends like another, and no other person', () => {
    expect(judge(at(personSends({ user_id: 'x#ada#1', purpose: 'pay' })), [])).toBeUndefined();
    expect(judge(at(personSends({ user_id: 'ada', purpose: 'pay' })), [])).toBeUndefined();
    expect(judge(at(failedVerificationsOf('ada')), [])).toBeUndefined();
    expect(judge(claim(requestClaim('shop', 'key'), 'ada'), [])).toBeUndefined();
    expect(judge(at(messageItem('digest').subject, '-', { user_ref: 'another' }), [])).toBeUndefined();
  });
});

describe('what is remembered about a number', () => {
  const item = (people: LimitsItem['people']) => at(numberItem(DIGEST).subject, '-', { people });

  it('loses the name of the person, in whichever set, also of a number that nobody names', () => {
    const people = { people_455: ['x', ADA_IN_NUMBER], people_454: [ADA_IN_NUMBER], people_453: ['y'] };
    expect(judge(item(people), [])).toEqual([
      'number',
      { removeName: ADA_IN_NUMBER, from: ['people_455', 'people_454'] },
    ]);
  });

  it('stays while it has the names of others, and is deleted with a named number if it has none', () => {
    expect(judge(item({ people_455: ['x'] }))).toBeUndefined();
    expect(judge(item({}), [])).toBeUndefined();
    expect(judge(item({}))).toEqual(['destination', 'delete']);
  });
});

describe('the counts of a destination', () => {
  const counts: [string, LimitsItem][] = [
    ['messages by anybody', at(destinationSends(LINE))],
    ['messages by people who are enrolled', at(destinationSends(LINE, 'enrolled'))],
    ['messages by people who verified it', at(destinationSends(LINE, 'verified'))],
    ['messages to the mailbox', at(destinationSends(MAILBOX))],
    ['confirmation emails to the mailbox', at(confirmationSends('address', MAILBOX))],
    ['codes typed for the mailbox', at(typedForMailbox(MAILBOX))],
    ['a report of the number', at(reported(DIGEST).subject, reported(DIGEST).window)],
  ];

  it.each(counts)('are deleted where it is named, and otherwise kept: %s', (_, item) => {
    expect(judge(item)).toEqual(['destination', 'delete']);
    expect(judge(item, [], [number, email])).toEqual(['destination', 'keep']);
    expect(judge(item, [], [])).toBeUndefined();
  });

  it('are never an opt-out, which outlives everything', () => {
    for (const digest of [LINE, MAILBOX]) {
      const { subject, window } = optOutItem(optOutOf(digest));
      expect(judge(at(subject, window))).toEqual(['opt-out', 'keep']);
    }
  });
});

describe('what is nobody’s', () => {
  it.each([
    ['all messages', at(DEPLOYMENT_SENDS)],
    ["a client's messages", at(clientSends('shop'))],
    ['what texts cost', at(SPEND)],
    ['texts to a prefix', at(prefixTraffic('p').subject, 'traffic')],
    ['a report of another number', at(reported('0'.repeat(43)).subject, reported('0'.repeat(43)).window)],
  ])('is left alone: %s', (_, item) => {
    expect(judge(item)).toBeUndefined();
  });
});

it('every kind of item with a user id, a reference or a digest in it is judged here', () => {
  // A new kind of item has to be looked at: is anything of a person in it?
  expect(limitsKinds().map(({ kind, items }) => [kind, items.length])).toEqual([
    ['counter', 15],
    ['claim', 2],
    ['traffic', 2],
    ['pause', 2],
    ['message', 1],
    ['number', 1],
    ['opt-out', 1],
    // Operators' names and reasons, sealed; nothing of people who get codes.
    ['overrides', 1],
  ]);
});
