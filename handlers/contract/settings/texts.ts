/** Settings of texts: what they may cost, when they pause, and what they name as their sender. */
import * as z from 'zod/mini';
import type { Immutable } from '../described.ts';
import { HOST_NAME } from '../host-names.ts';
import type { SettingRows, Value } from '../setting.ts';
import { optionalText, text, usd, whole } from '../setting.ts';

export const budget = () =>
  z.strictObject({
    hourlyUsd: z.optional(usd(100_000)),
    /** A calendar month, UTC, as AWS bills. */
    monthlyUsd: z.optional(usd(1_000_000)),
    /** How many times a budget operators may raise it to for a while; 1: not at all. */
    raisableTo: z.optional(z.number().check(z.minimum(1), z.maximum(10))),
  });
/** What SMS may cost. A limit that is absent is neither enforced nor counted. */
export type Budget = Immutable<Value<typeof budget>>;

/** The default of `raisableTo`. */
export const RAISABLE_TO = 2;

export const MOST_PRICED_COUNTRIES = 100;

/** US dollars per message part. */
export const smsPrices = () =>
  z.strictObject({
    /** For countries that are not named. */
    default: usd(10),
    /** By ISO 3166-1 code. */
    countries: z
      .record(text(/^[A-Z]{2}$/, 'must be ISO 3166 codes of two capital letters'), usd(10))
      .check(
        z.refine(
          (prices) => Object.keys(prices).length <= MOST_PRICED_COUNTRIES,
          `must have at most ${MOST_PRICED_COUNTRIES} countries`,
        ),
      ),
  });
export type SmsPrices = Immutable<Value<typeof smsPrices>>;

const guardSettings = () =>
  z.strictObject({
    /** Digits of the national number that a prefix has after the country calling code. */
    prefixDigits: whole(1, 7),
    /** New numbers that may fail to verify, whatever else the prefix does. */
    spareNumbers: whole(2, 100_000),
    /** How many more may fail for each that verifies. */
    sparePerVerified: z.number().check(z.minimum(0.1), z.maximum(20)),
    /** New numbers that are texted in ten minutes during a pause. */
    trickleNumbers: whole(1, 1000),
    /** New numbers that a client's deliveries may go to in three hours, whether or not anybody reports back. */
    spareDeliveries: whole(2, 1_000_000),
    /** How long a number is texted after it verified, whatever its prefix does. */
    knownDays: whole(1, 365),
  });
/** The settings by which the pumping guard judges a prefix. A number is new until it verifies. */
export type PumpingGuardSettings = Immutable<Value<typeof guardSettings>>;

/** Null turns it off. */
export const pumpingGuard = () => z.nullable(guardSettings());

/**
 * For two new numbers that verify, three may fail: people do better even in a carrier's bad hour, and an
 * attacker who verifies one in six does not. `npm run bench:pumping` plays both; docs/pumping-guard.md has
 * its figures.
 */
export const DEFAULT_PUMPING_GUARD: PumpingGuardSettings = {
  prefixDigits: 3,
  spareNumbers: 20,
  sparePerVerified: 1.5,
  trickleNumbers: 5,
  spareDeliveries: 300,
  knownDays: 90,
};

// Forms and lengths: https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html ("Reserved message
// attributes for mobile numbers" of sms_publish-to-phone.html).
export const senderId = () =>
  optionalText(
    /^(?=.*[A-Za-z])[A-Za-z0-9]{1,11}$/,
    'must be 1 to 11 letters and digits with at least one letter',
  );
export const originationNumber = () =>
  optionalText(
    /^\+?\d{5,14}$/,
    'must be 5 to 14 digits, with or without a leading +',
    'must be text, in quotes',
  );

/** India's registry (DLT) issues identifiers of 19 digits, too long for a JSON number. */
const registered = () =>
  optionalText(
    /^[!-~]{1,50}$/,
    'must be 1 to 50 characters without spaces',
    'must be text, in quotes: as a number it would lose digits',
  );
export const entityId = registered;
export const templateId = registered;

export const smsMaxPriceUsd = () => usd(10);
export const webOtpDomain = () =>
  optionalText(new RegExp(`^${HOST_NAME}$`), 'must be a host name, such as example.com');

/** The hash of an Android app: https://developers.google.com/identity/sms-retriever/verify#computing_your_apps_hash_string */
export const smsRetrieverHash = () =>
  optionalText(/^[A-Za-z0-9+/]{11}$/, "must be the app's hash: 11 letters, digits, + or /");

/** `record` notes what carriers report; `fallback` also emails the code of a text that they refuse. */
export const deliveryStatus = () => z.enum(['off', 'record', 'fallback']);
export type DeliveryStatus = Value<typeof deliveryStatus>;

export const TEXT_SETTINGS = {
  budget: {
    schema: budget,
    default: {},
    text: '`{"hourlyUsd": 5, "monthlyUsd": 200}`, either or both: what texts may cost. Each text reserves its price before it is sent; over the budget, the answer is [`budget_exhausted`](problems.md), or an email is sent instead. During an incident, operators may [raise a budget](runbook.md#budget_exhausted) for a time, to twice as much at most; `"raisableTo": 1` forbids it, and up to 10 allows more',
  },
  pumpingGuard: {
    schema: pumpingGuard,
    default: DEFAULT_PUMPING_GUARD,
    text: 'pauses texts to new numbers with a prefix (country code and `prefixDigits` more) when more of them did not verify than `spareNumbers`, plus `sparePerVerified` for each that did. A pause lets `trickleNumbers` new numbers through in ten minutes, and every number that verified in the last `knownDays`. [Deliveries](pumping-guard.md#deliveries) are judged apart: `spareDeliveries` is how many new numbers they may go to in three hours. `false` turns it off. See [the pumping guard](pumping-guard.md)',
  },
  senderId: {
    schema: senderId,
    text: 'the sender that a text shows, where the country allows it: up to 11 letters and digits',
  },
  originationNumber: {
    schema: originationNumber,
    text: "the number or short code that texts are sent from: 5 to 14 digits, `+` optional. It has to belong to your account and suit the person's country, so leave it out where texts go to several countries: SNS then chooses",
  },
  entityId: {
    schema: entityId,
    text: "your id in [India's registry](runbook.md#texts-to-india), 1 to 50 characters, in quotes; needs a `templateId` and a `senderId`",
  },
  templateId: {
    schema: templateId,
    text: 'the id of the wording in the same registry, 1 to 50 characters, in quotes',
  },
  smsMaxPriceUsd: { schema: smsMaxPriceUsd, default: 0.3, text: 'an SMS that would cost more is not sent' },
  deliveryStatus: {
    schema: deliveryStatus,
    default: 'off',
    text: "`record` notes [what carriers report](architecture.md#delivery-status) about texts, and SES about emails: `delivered` or `undelivered` on the token and in the metrics. `fallback` also sends the code of a text that a carrier refuses to the contact's confirmed email. Both switch on SNS's delivery logging for the account and region, unless it is on",
  },
  webOtpDomain: {
    schema: webOtpDomain,
    text: 'adds `@domain #code` as the last line, so that browsers can fill the code in. A text in `defaultLocale` must still fit into one part (two, if its letters are not in the GSM alphabet). In English that leaves 60 characters less those of `brandName`, with six digits',
  },
  smsRetrieverHash: {
    schema: smsRetrieverHash,
    text: "the hash of your Android app, 11 characters: it ends every text, so that the app can read the code by Google's SMS Retriever. See [in apps and browsers](messages.md#in-apps-and-browsers)",
  },
} as const satisfies SettingRows;
