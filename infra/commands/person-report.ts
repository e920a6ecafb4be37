/** What `npm run person` says: what was found, what becomes of it, and what stays elsewhere and until when. */
import { keptElsewhere } from '../../handlers/contract/kept-data.ts';
import type { KeptOfPerson } from '../../handlers/domain/people/forget-person.ts';
import type { KeptItem } from '../../handlers/domain/people/kept-in-limits.ts';
import { KEPT_KINDS } from '../../handlers/domain/people/kept-in-limits.ts';

const atSeconds = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** What the tables keep, item by item; codes are never among it. */
export function shownPerson({ reference, contact, tokens, limits, activity }: KeptOfPerson): string {
  const document = {
    user_ref: reference,
    contact: contact && {
      phone_number: contact.phone_number,
      email: contact.email,
      email_confirmed: contact.email_confirmed,
      preferred_channel: contact.preferred_channel,
      locale: contact.locale,
    },
    tokens: tokens.map((token) => ({
      token_id: token.token_id,
      purpose: token.purpose,
      client_group: token.client_group,
      status: token.status,
      channel: token.channel,
      destination: token.destination_masked,
      issued_at: token.issued_at,
      last_sent_at: token.last_sent_at,
      verified_at: token.verified_at,
      expires_at: atSeconds(token.expiry_time),
    })),
    activity: activity.map(({ at, kind, outcome, purpose, channel, destination_masked, request_id }) => ({
      ...{ at, kind, outcome, purpose, channel },
      destination: destination_masked,
      request_id,
    })),
    counts_and_notes: limits.map(({ kind, expiresAtSeconds }) => ({
      what: KEPT_KINDS[kind],
      expires_at: expiresAtSeconds === undefined ? undefined : atSeconds(expiresAtSeconds),
    })),
  };
  return JSON.stringify(document, undefined, 2);
}

/** `is` is `would be` for a dry run. */
export function listedPerson({ contact, tokens, limits, activity }: KeptOfPerson, is: string): string[] {
  const deleted = limits.filter(({ action }) => action !== 'keep');
  const kept = limits.filter(({ action }) => action === 'keep');
  return [
    `What ${is} deleted:`,
    ...counted(contact === undefined ? 0 : 1, 'contact, with its number and address'),
    ...counted(contact?.email_handle?.startsWith('arn:') ? 1 : 0, 'subscription of the email address'),
    ...counted(tokens.length, 'codes, of every purpose and client'),
    ...counted(activity.length, 'entries of the activity log'),
    ...byKind(deleted),
    ...(contact === undefined && tokens.length + activity.length + deleted.length === 0 ? ['  nothing'] : []),
    ...(kept.length === 0 ? [] : ['What is kept in the tables:', ...byKind(kept, whyKept)]),
  ];
}

const counted = (count: number, what: string): string[] => (count === 0 ? [] : [`  ${count} × ${what}`]);

function byKind(
  items: readonly KeptItem[],
  more: (items: readonly KeptItem[]) => string = () => '',
): string[] {
  const kinds = Map.groupBy(items, ({ kind }) => kind);
  return [...kinds].map(([kind, of]) => `  ${of.length} × ${KEPT_KINDS[kind]}${more(of)}`);
}

function whyKept(items: readonly KeptItem[]): string {
  const ends = items.flatMap(({ expiresAtSeconds }) => expiresAtSeconds ?? []);
  return ends.length === 0
    ? ', without an end: it is what its owner asked for, and names nobody but by a keyed digest'
    : `, until ${atSeconds(Math.max(...ends))}: they protect the destination, whoever owns it. Name it to delete them`;
}

/** Of places that no command can delete one person from. */
export const elsewhere = (): string[] => [
  'What stays elsewhere:',
  ...keptElsewhere().map(({ place, afterForgetting }) => `  ${place}: ${afterForgetting}`),
  "  this machine: the options of this command are in the shell's history and in npm's logs (`npm config get cache`/_logs). Delete them there, and give - next time",
];
