import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { SETTINGS } from '../../../handlers/contract/settings.ts';
import { smsText } from '../../../handlers/domain/messages/messages.ts';
import { smsSegments } from '../../../handlers/domain/messages/sms-segments.ts';
import { readFunction } from '../../../handlers/runtime/environment.ts';
import { firewallLimitsOf } from '../../../infra/config/firewall.ts';
import { parseConfig, readConfig } from '../../../infra/config/schema.ts';

const TEST = { phoneNumber: '+15005550006', token: '424242' };
/** One window more than a limit may have. */
const WINDOWS = [1, 2, 3, 4, 5, 6].map((windowSeconds) => ({ limit: 1, windowSeconds }));
const NO_SENDS = { person: [], destination: [], client: [], deployment: [] };
const GUARD = {
  prefixDigits: 3,
  spareNumbers: 2,
  sparePerVerified: 1,
  trickleNumbers: 1,
  spareDeliveries: 300,
  knownDays: 365,
};
const HOOK = { url: 'https://hooks.example.com/codes', events: ['code.sent'] };
const BASE = { region: 'eu-central-1', brandName: 'Example' };

describe('configuration', () => {
  it('fills in the defaults of a second factor: 6 digits, 5 minutes, 5 attempts', () => {
    expect(parseConfig(BASE)).toMatchObject({
      tokenFormat: 'numeric',
      tokenLength: 6,
      tokenLifetimeSeconds: 300,
      maxAttempts: 5,
      removalPolicy: 'retain',
    });
  });

  it('accepts an environment name, a sign-in prefix, and an account role that is left alone', () => {
    const values = {
      environment: 'dev',
      signInDomainPrefix: 'token-courier',
      apiGatewayAccountRole: 'false',
    };
    expect(parseConfig({ ...BASE, ...values })).toMatchObject({ ...values, apiGatewayAccountRole: false });
  });

  it('allows codes to be revealed, but in production only when the owner enables it', () => {
    const reveals = (values: object) => parseConfig({ ...BASE, ...values }).reveal;
    expect(reveals({})).toBe(true);
    expect(reveals({ reveal: 'false' })).toBe(false);
    const production = { production: true, allowedCountries: 'IN', budget: { hourlyUsd: 5 } };
    expect(reveals(production)).toBe(false);
    expect(reveals({ ...production, reveal: true })).toBe(true);
  });

  it('leaves emails to SNS, unless SES is named, as JSON on the command line too', () => {
    const ses = { kind: 'ses', from: 'codes@acme.example', configurationSet: 'acme' };
    expect(parseConfig(BASE).emailSender).toEqual({ kind: 'sns' });
    expect(parseConfig({ ...BASE, emailSender: JSON.stringify(ses) }).emailSender).toEqual(ses);
    expect(parseConfig({ ...BASE, region: 'mx-central-1' }).emailSender).toEqual({ kind: 'sns' });
  });

  it('takes host names whose top-level domain is in another script', () => {
    const host = 'xn--e1afmkfd.xn--p1ai';
    const certificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/1';
    const values = {
      webOtpDomain: host,
      events: true,
      webhooks: [{ ...HOOK, url: `https://${host}/codes` }],
      emailSender: { kind: 'ses', from: `codes@${host}` },
      pageDomain: { domainName: host, certificateArn },
    };
    expect(parseConfig({ ...BASE, ...values })).toMatchObject(values);
  });

  it('derives the length from the format when only the format is given', () => {
    expect(parseConfig({ ...BASE, tokenFormat: 'alphanumeric' }).tokenLength).toBe(15);
  });

  it.each([
    [{ brandNmae: 'x' }, 'brandNmae: is not a configuration key'],
    [{ tokenLifetimeSeconds: 601 }, 'tokenLifetimeSeconds: '],
    [{ auditRetentionDays: 364 }, 'auditRetentionDays: must be one of 1, 3'],
    [{ idleSignOutMinutes: 1 }, 'idleSignOutMinutes: must be at least 2'],
    [{ reveal: 'sometimes' }, 'reveal: must be true or false'],
    [{ tokenLength: 5 }, 'tokenLength: must be 6 to 10 for numeric tokens'],
    [{ tokenFormat: 'alphanumeric', tokenLength: 7 }, 'tokenLength: must be 8 to 32 for alphanumeric tokens'],
    [{ senderId: '12345' }, 'senderId: must be 1 to 11 letters and digits with at least one letter'],
    [{ webhooks: [HOOK] }, 'webhooks: needs events'],
    [{ hooks: { supabase: {} } }, 'hooks.supabase: must name sms or email'],
    [
      { hooks: { supabase: { sms: { validSeconds: 0 } } } },
      'hooks.supabase.sms.validSeconds: must be at least 1',
    ],
    [{ hooks: { okta: { refusals: 'never' } } }, 'hooks.okta.refusals: must be one of pending, error'],
    [{ hooks: { gateway: {} } }, 'hooks.gateway: must name at least one preset'],
    [{ hooks: { gateway: { logtoo: {} } } }, 'hooks.gateway.logtoo.destination: is missing'],
    [{ hooks: { okat: {} } }, 'hooks.okat: is not a configuration key'],
    [{ reportsConcurrency: 5 }, 'reportsConcurrency: needs deliveryStatus'],
    [{ deliveryStatus: 'record', reportsConcurrency: 0 }, 'reportsConcurrency: must be at least 1'],
    [{ eventsConcurrency: 5 }, 'eventsConcurrency: needs events'],
    [{ events: true, eventsConcurrency: 0 }, 'eventsConcurrency: must be at least 1'],
    [{ events: true, webhooks: [{ ...HOOK, concurrency: 1 }] }, 'webhooks.0.concurrency: must be at least 2'],
    [
      { events: true, webhooks: [{ ...HOOK, concurrency: 1_001 }] },
      'webhooks.0.concurrency: must be at most 1000',
    ],
    [{ events: true, webhooks: [{ ...HOOK, events: [] }] }, 'webhooks.0.events: must name an event or more'],
    [
      { events: true, webhooks: [{ ...HOOK, events: ['code.sent', 'code.sent'] }] },
      'webhooks.0.events: must name each event once',
    ],
    [
      { events: true, webhooks: [{ ...HOOK, events: ['code.stolen'] }] },
      'webhooks.0.events.0: must be one of code.sent',
    ],
    [{ events: true, webhooks: [HOOK, HOOK] }, 'webhooks: must have each url once'],
    [{ events: true, webhooks: [{ ...HOOK, secret: 'x' }] }, 'webhooks.0.secret: is not a configuration key'],
    [
      {
        events: true,
        webhooks: [1, 2, 3, 4, 5, 6].map((n) => ({ ...HOOK, url: `https://h${n}.example.com/` })),
      },
      'webhooks: must be at most 5',
    ],
    ...[
      'http://hooks.example.com/',
      'https://user:password@hooks.example.com/',
      'https://hooks.example.com:8443/',
      'https://hooks.example.com/#fragment',
      'https://169.254.169.254/latest',
      'https://[::1]/',
      'https://localhost/',
      'https://Hooks.example.com/',
      'https://hooks.example.com/?a=1 2',
    ].map((url): [object, string] => [
      { events: true, webhooks: [{ ...HOOK, url }] },
      'webhooks.0.url: must be https:// and a host name in lower case',
    ]),
    ...['https://courier.internal/', 'https://printer.local/x', 'https://a.localhost'].map(
      (url): [object, string] => [
        { events: true, webhooks: [{ ...HOOK, url }] },
        'webhooks.0.url: must be on a public host',
      ],
    ),
    [{ originationNumber: '1234' }, 'originationNumber: must be 5 to 14 digits'],
    [{ emailSender: 'ses' }, 'emailSender: must be JSON on the command line'],
    [{ emailSender: { kind: 'smtp' } }, 'emailSender.kind: must have a kind, sns or ses'],
    [{ emailSender: { kind: 'ses' } }, 'emailSender.from: must be there, such as codes@example.com'],
    [
      { emailSender: { kind: 'ses', from: 'Acme <codes@acme.example>' } },
      'emailSender.from: must be an email',
    ],
    // In a policy they would allow other senders, or none.
    ...['*@acme.example', 'code?@acme.example', 'co$@acme.example', '{c@acme.example'].map(
      (from): [object, string] => [
        { emailSender: { kind: 'ses', from } },
        'emailSender.from: must have none of * ? $ {',
      ],
    ),
    ...['codes@ACME.example', 'Codes@acme.Example'].map((from): [object, string] => [
      { emailSender: { kind: 'ses', from } },
      'emailSender.from: must have its domain in lower case',
    ]),
    [
      { emailSender: { kind: 'ses', from: 'codes@acme.example', configurationSet: 'a b' } },
      'emailSender.configurationSet: must be the name of a configuration set',
    ],
    [{ emailSender: { from: 'codes@acme.example' } }, 'emailSender.from: is not a configuration key'],
    [
      { region: 'mx-central-1', emailSender: { kind: 'ses', from: 'codes@acme.example' } },
      'emailSender.kind: must be sns: SES is not in mx-central-1',
    ],
    [{ originationNumber: '+49 151 123' }, 'originationNumber: must be 5 to 14 digits'],
    [{ originationNumber: 491511234567 }, 'originationNumber: must be text, in quotes'],
    [{ entityId: 17011657 }, 'entityId: must be text, in quotes'],
    [{ entityId: '1 2', templateId: 'x', senderId: 'ACME' }, 'entityId: must be 1 to 50 characters'],
    [{ entityId: 'x'.repeat(51), templateId: 'x', senderId: 'ACME' }, 'entityId: must be 1 to 50'],
    [{ templateId: '1707166375278247471', senderId: 'ACME' }, 'entityId: is missing: entityId, templateId'],
    [{ entityId: '1701165718168578728' }, 'senderId: is missing: entityId, templateId and senderId'],
    [{ webOtpDomain: 'https://example.com' }, 'webOtpDomain: must be a host name'],
    [{ webOtpDomain: 'example.xn--' }, 'webOtpDomain: must be a host name'],
    [
      { webOtpDomain: `${'a.'.repeat(38)}de` },
      'webOtpDomain: must have at most 53 characters: with this brandName and codes of 6 characters, a text in en',
    ],
    [
      { webOtpDomain: 'a.de', brandName: 'x'.repeat(30), tokenFormat: 'alphanumeric', tokenLength: 20 },
      'webOtpDomain: must be left out',
    ],
    [
      { webOtpDomain: 'a.de', brandName: 'x'.repeat(30), tokenFormat: 'alphanumeric', tokenLength: 19 },
      'webOtpDomain: must have at most 1 characters',
    ],
    [{ logRetentionDays: 31 }, 'logRetentionDays: must be one of 1, 3, 5'],
    [{ defaultCountry: 'india' }, 'defaultCountry: must be an ISO 3166 code'],
    [{ allowedCountries: 'IN,XX' }, 'allowedCountries.1: must be ISO 3166 codes'],
    [{ defaultCountry: 'IN', allowedCountries: ['DE'] }, 'allowedCountries: must include defaultCountry, IN'],
    [{ blockedPrefixes: ['881'] }, 'blockedPrefixes.0: must be + and the first digits'],
    [
      { testDestinations: [{ phoneNumber: '911', token: '424242' }] },
      'testDestinations.0.phoneNumber: must be a possible',
    ],
    [{ testDestinations: [{ ...TEST, token: '42424' }] }, 'testDestinations.0.token: must be 6 characters'],
    [{ testDestinations: [{ ...TEST, token: '42424A' }] }, 'testDestinations.0.token: must be 6 characters'],
    [{ testDestinations: [TEST, TEST] }, 'testDestinations.1.phoneNumber: is listed twice'],
    [
      { testDestinations: [TEST], production: 'true' },
      'testDestinations: must be empty when production is true without canary',
    ],
    [{ canary: { everyMinutes: 5 } }, 'canary: needs a test destination that it asks for codes to: -c'],
    [
      {
        production: true,
        canary: { everyMinutes: 5 },
        testDestinations: [TEST, { ...TEST, phoneNumber: '+15005550007' }],
      },
      "testDestinations: must have one, the canary's, when production is true",
    ],
    [{ canary: { everyMinutes: 61 }, testDestinations: [TEST] }, 'canary.everyMinutes: must be'],
    [{ clientGroups: { shop: ['canary'] } }, 'clientGroups.shop.0: must not name the canary'],
    [
      { allowedCountries: '' },
      'allowedCountries: must be a list: IN,DE, or JSON such as ["IN","DE"]; an empty',
    ],
    [{ defaultCountry: 'IN', allowedCountries: ' , ' }, 'allowedCountries: must be a list'],
    [{ blockedPrefixes: '' }, 'blockedPrefixes: must be a list'],
    [{ production: true, budget: { hourlyUsd: 5 } }, 'allowedCountries: must name the countries'],
    [{ production: true, allowedCountries: [], defaultCountry: 'IN' }, 'allowedCountries: must name the'],
    [{ production: true, allowedCountries: 'IN' }, 'budget: must say what texts may cost when production'],
    [{ production: true, allowedCountries: 'IN', budget: {} }, 'budget: must say what texts may cost'],
    [
      {
        testDestinations: ['+5491155550001', '+541155550001'].map((phoneNumber) => ({
          ...TEST,
          phoneNumber,
        })),
      },
      'testDestinations.1.phoneNumber: is listed twice',
    ],
    [{ limitKeys: { IP: [{ limit: 1, windowSeconds: 60 }] } }, 'limitKeys.IP: must have names of 1 to 32'],
    [{ limitKeys: { ip: [] } }, 'limitKeys.ip: must have at least one limit'],
    [
      { limitKeys: { ip: [{ limit: 1, seconds: 60 }] } },
      'limitKeys.ip.0.seconds: is not a configuration key',
    ],
    [
      { limitKeys: Object.fromEntries([...'abcdef'].map((key) => [key, [{ limit: 1, windowSeconds: 60 }]])) },
      'limitKeys: must have at most 5 keys',
    ],
    [{ confirmationLimits: { mailbox: [] } }, 'confirmationLimits.mailbox: is not a configuration key'],
    [
      { clientGroups: { shop: ['a', 'b'], bank: ['c', 'a'] } },
      'clientGroups.bank.1: is already in the group shop',
    ],
    [{ clientGroups: { shop: ['page', 'page'] } }, 'clientGroups.shop.1: is listed twice'],
    [
      { clientGroups: { shop: ['a b'] } },
      'clientGroups.shop.0: must be a client id, or one of page, auth-system',
    ],
    [{ clientGroups: { 'a#b': ['a'] } }, 'clientGroups.a#b: must have names of 1 to 32 letters'],
    [{ clientGroups: { shop: [] } }, 'clientGroups.shop: must name at least one client'],
    [{ clientGroups: ['a'] }, 'clientGroups: '],
    [{ clientGroups: 'shop' }, 'clientGroups: must be JSON on the command line'],
    [{ budget: { hourlyUSD: 1 } }, 'budget.hourlyUSD: is not a configuration key'],
    [{ budget: '{"hourlyUsd":0}' }, 'budget.hourlyUsd: '],
    [{ budget: { monthlyUsd: 0.2 } }, 'budget.monthlyUsd: must be at least the price of one message'],
    [
      { smsPricesUsd: { default: 0.1, countries: {}, source: 'x', asOf: 'today' } },
      'smsPricesUsd.asOf: must be a date',
    ],
    [{ smsPricesUsd: { default: 0.1 } }, 'smsPricesUsd.countries: '],
    [
      { smsPricesUsd: { default: 0.1, countries: { India: 0.1 }, source: 'x', asOf: '2026-11-22' } },
      'smsPricesUsd.countries.India: must be ISO 3166 codes',
    ],
    [{ pumpingGuard: { spareNumbers: 1 } }, 'pumpingGuard.spareNumbers: must be at least 2'],
    [{ pumpingGuard: { minSends: 50 } }, 'pumpingGuard.minSends: is no longer a setting: see spareNumbers'],
    [{ pumpingGuard: { minConversion: 0.15 } }, 'see sparePerVerified: 1.5 means a minimum conversion of'],
    [{ pumpingGuard: '{"pauseSeconds":60}' }, 'pumpingGuard.pauseSeconds: is no longer a setting'],
    [{ pumpingGuard: { windowSeconds: 600 } }, 'pumpingGuard.windowSeconds: is no longer a setting'],
    [{ pumpingGuard: true }, 'pumpingGuard: '],
    [{ region: 'Frankfurt' }, 'region: must be an AWS region'],
    [{ region: 'eu-central-9' }, 'region: must be one of af-south-1, '],
    [{ region: 'ap-east-1' }, 'region: lacks a required service: ap-east-1 has no AWS End User'],
    [{ region: 'cn-north-1' }, 'region: lacks a required service: cn-north-1 has no Cognito'],
    [{ region: 'us-gov-west-1' }, 'region: lacks a required service: us-gov-west-1 has no CloudFront'],
    [{ environment: 'Dev' }, 'environment: must be 1 to 16 lower-case letters and digits'],
    [{ environment: 'contact' }, "environment: must not be contact: people's topics are named"],
    [{ environment: 'eu-1' }, 'environment: must be 1 to 16 lower-case letters and digits'],
    [{ signInDomainPrefix: 'aws-login' }, 'signInDomainPrefix: must not contain aws, amazon, cognito'],
    [{ signInDomainPrefix: 'my-cognito' }, 'signInDomainPrefix: must not contain aws, amazon, cognito'],
    [{ apiGatewayAccountRole: 'maybe' }, 'apiGatewayAccountRole: must be true or false'],
    [{ resend: 'twice' }, 'resend: must be one of same-code, new-code'],
    [{ maxAttempts: 'many' }, 'maxAttempts: must be a number'],
    [{ maxAttempts: 2.5 }, 'maxAttempts: must be a whole number'],
    [{ maxAttempts: 11 }, 'maxAttempts: must be at most 10'],
    [{ tokenLifetimeSeconds: 4 }, 'tokenLifetimeSeconds: must be at least 5'],
    [{ smsMaxPriceUsd: 0 }, 'smsMaxPriceUsd: must be more than 0'],
    [{ budget: '5' }, 'budget: must be an object, as JSON on the command line'],
    [{ allowedCountries: '["IN",' }, 'allowedCountries: must be a list: IN,DE, or JSON'],
    [{ brandName: true }, 'brandName: must be text'],
    [{ sendLimits: '{"person":[' }, 'sendLimits: must be JSON on the command line'],
    [{ sendLimits: { people: [] } }, 'sendLimits.people: is not a configuration key'],
    [{ sendLimits: { person: [{ limit: 0, windowSeconds: 600 }] } }, 'sendLimits.person.0.limit: '],
    [
      { guessLimits: [1, 2].map((limit) => ({ limit, windowSeconds: 600 })) },
      'guessLimits: must have one limit for each windowSeconds',
    ],
    [{ contextInMessage: '["a b"]' }, 'contextInMessage.0: must be names of context members'],
  ])('refuses %j and names the key and the rule', (wrong, message) => {
    expect(() => parseConfig({ ...BASE, ...wrong })).toThrow(message);
  });

  it('allows the default country only, every country if there is none, or the listed countries', () => {
    expect(parseConfig({ ...BASE, defaultCountry: 'IN' }).allowedCountries).toEqual(['IN']);
    expect(parseConfig(BASE).allowedCountries).toEqual([]);
    const everywhere = { ...BASE, defaultCountry: 'IN', allowedCountries: '[]' };
    expect(parseConfig(everywhere).allowedCountries).toEqual([]);
    expect(parseConfig({ ...BASE, allowedCountries: 'IN,DE' }).allowedCountries).toEqual(['IN', 'DE']);
  });

  it('requires countries and a budget in production, and says how to set both', () => {
    expect(() => parseConfig({ ...BASE, production: 'true' })).toThrow(
      /allowedCountries: .* -c allowedCountries=IN,DE\n {2}budget: .* -c budget='\{"hourlyUsd":5,"monthlyUsd":200\}'/,
    );
    for (const where of [{ allowedCountries: 'IN,DE' }, { defaultCountry: 'IN' }]) {
      for (const budget of ['{"hourlyUsd":5}', { monthlyUsd: 200 }]) {
        expect(parseConfig({ ...BASE, ...where, budget, production: true }).production).toBe(true);
      }
    }
  });

  it('accepts limits by caller-defined keys, and limits confirmations by default', () => {
    const limitKeys = '{"ip":[{"limit":20,"windowSeconds":600}]}';
    expect(parseConfig({ ...BASE, limitKeys }).limitKeys).toEqual({
      ip: [{ limit: 20, windowSeconds: 600 }],
    });
    expect(parseConfig(BASE)).toMatchObject({
      limitKeys: {},
      confirmationLimits: {
        person: [{ limit: 3, windowSeconds: 3600 }, { limit: 5 }],
        address: [{ limit: 3, windowSeconds: 3600 }, { limit: 5 }],
        client: [{ limit: 300, windowSeconds: 3600 }],
      },
    });
    expect(parseConfig({ ...BASE, confirmationLimits: { client: [] } }).confirmationLimits).toMatchObject({
      address: [{ limit: 3 }, { limit: 5 }],
      client: [],
    });
  });

  it('accepts test destinations outside production', () => {
    const testDestinations = JSON.stringify([TEST]);
    expect(parseConfig({ ...BASE, testDestinations }).testDestinations).toEqual([TEST]);
  });

  it('guards against pumping and has no budget by default', () => {
    expect(parseConfig(BASE)).toMatchObject({
      budget: {},
      smsPricesUsd: { default: 0.3 },
      pumpingGuard: {
        prefixDigits: 3,
        spareNumbers: 20,
        sparePerVerified: 1.5,
        trickleNumbers: 5,
        spareDeliveries: 300,
        knownDays: 90,
      },
    });
    expect(parseConfig({ ...BASE, pumpingGuard: '{"spareNumbers":80}' }).pumpingGuard).toEqual({
      prefixDigits: 3,
      spareNumbers: 80,
      sparePerVerified: 1.5,
      trickleNumbers: 5,
      spareDeliveries: 300,
      knownDays: 90,
    });
    for (const off of [false, 'false']) {
      expect(parseConfig({ ...BASE, pumpingGuard: off }).pumpingGuard).toBeNull();
    }
  });

  it('limits sends and guesses by default, and accepts other limits as JSON', () => {
    expect(parseConfig(BASE)).toMatchObject({
      resend: 'same-code',
      contextInMessage: [],
      sendLimits: {
        person: [
          { limit: 5, windowSeconds: 600 },
          { limit: 20, windowSeconds: 86_400 },
        ],
        destination: [
          { limit: 5, windowSeconds: 600 },
          { limit: 10, windowSeconds: 86_400 },
        ],
        client: [],
        deployment: [],
      },
      guessLimits: [
        { limit: 10, windowSeconds: 600 },
        { limit: 100, windowSeconds: 86_400 },
      ],
    });
    const sendLimits = '{"person":[],"deployment":[{"limit":9,"windowSeconds":60}]}';
    expect(parseConfig({ ...BASE, sendLimits }).sendLimits).toMatchObject({
      person: [],
      destination: [{ limit: 5 }, { limit: 10 }],
      deployment: [{ limit: 9, windowSeconds: 60 }],
    });
  });

  it("lets one caller use the stage's full rate, and derives the firewall's limits from it", () => {
    const limits = (more: object) => firewallLimitsOf(parseConfig({ ...BASE, ...more }));
    expect(limits({})).toEqual({ perCaller: 30_000, perAddress: 3000, flood: 60_000 });
    expect(limits({ requestsPerSecond: '7' })).toEqual({ perCaller: 2100, perAddress: 3000, flood: 4200 });
    expect(limits({ requestsPerFiveMinutesPerCaller: 600, requestsPerFiveMinutesPerAddress: 5000 })).toEqual({
      perCaller: 600,
      perAddress: 5000,
      flood: 60_000,
    });
    // AWS WAF accepts no higher limit.
    expect(limits({ requestsPerFiveMinutesPerCaller: 2_000_000_000 }).flood).toBe(2_000_000_000);
    expect(() => limits({ requestsPerFiveMinutesPerCaller: 9 })).toThrow('requestsPerFiveMinutesPerCaller: ');
  });

  it('names every wrong key at once', () => {
    expect(() => parseConfig({ ...BASE, maxAttempts: 0, listShards: 'many' })).toThrow(
      /maxAttempts: [\s\S]*listShards: /,
    );
  });

  it('lets a single context key override the object, even as text', () => {
    const app = new App({ context: { tokenCourier: { ...BASE, maxAttempts: 3 }, maxAttempts: '4' } });
    expect(readConfig(app.node).maxAttempts).toBe(4);
  });
});

describe('a setting that functions read', () => {
  /** For each setting: the outermost values that are accepted, and the first that are not. */
  it.each([
    ['brandName', 'BRAND_NAME', ['A', 'x'.repeat(30)], ['', 'x'.repeat(31), '-A']],
    ['tokenLifetimeSeconds', 'TOKEN_LIFETIME_SECONDS', [5, 600], [4, 601, 5.5]],
    ['maxAttempts', 'MAX_ATTEMPTS', [1, 10], [0, 11]],
    ['resendAfterSeconds', 'RESEND_AFTER_SECONDS', [1, 600], [0, 601]],
    ['resend', 'RESEND', ['same-code', 'new-code'], ['same', '']],
    ['listShards', 'LIST_SHARDS', [1, 64], [0, 65]],
    ['receiptLifetimeSeconds', 'RECEIPT_LIFETIME_SECONDS', [10, 600], [9, 601]],
    ['smsMaxPriceUsd', 'SMS_MAX_PRICE_USD', [0.000_01, 10], [0, 10.01]],
    ['originationNumber', 'ORIGINATION_NUMBER', ['12345', '+12345678901234'], ['1234', '+1 2345']],
    ['webOtpDomain', 'WEB_OTP_DOMAIN', ['example.com'], ['https://example.com']],
    [
      'smsRetrieverHash',
      'SMS_RETRIEVER_HASH',
      ['FA+9qCX9VSu', 'abc/012ABC+'],
      ['FA+9qCX9VS', 'FA+9qCX9VSuu'],
    ],
    ['defaultLocale', 'DEFAULT_LOCALE', ['en', 'pt-BR'], ['', 'pt_BR']],
    [
      'messages',
      'MESSAGES',
      [{}, { '*': { de: '{{code}}' }, login: { en: { text: '{{code}}', subject: 'Hello' } } }],
      [
        { 'a b': {} },
        { login: { 'e n': '{{code}}' } },
        { login: { en: { text: '{{code}}', html: '' } } },
        [],
      ],
    ],
    ['defaultCountry', 'DEFAULT_COUNTRY', ['IN'], ['in', 'IND']],
    [
      'contextInMessage',
      'CONTEXT_IN_MESSAGE',
      [[], Array(10).fill('amount')],
      [['a b'], Array(11).fill('a')],
    ],
    ['guessLimits', 'GUESS_LIMITS', [[], WINDOWS.slice(0, 5)], [WINDOWS, [{ limit: 0, windowSeconds: 60 }]]],
    [
      'sendLimits',
      'SEND_LIMITS',
      [{ ...NO_SENDS, client: WINDOWS.slice(0, 5) }],
      [{ ...NO_SENDS, client: WINDOWS }],
    ],
    ['limitKeys', 'LIMIT_KEYS', [{ ip: WINDOWS.slice(0, 1) }], [{ ip: [] }, { IP: WINDOWS.slice(0, 1) }]],
    [
      'clientGroups',
      'CLIENT_GROUPS',
      [{ shop: ['a1'] }],
      [{ shop: [] }, { 'a#b': ['a1'] }, { shop: ['a-1'] }],
    ],
    ['budget', 'BUDGET', [{}, { hourlyUsd: 100_000 }], [{ hourlyUsd: 100_001 }, { hourlyUSD: 1 }]],
    [
      'pumpingGuard',
      'PUMPING_GUARD',
      [null, GUARD],
      [
        { ...GUARD, spareNumbers: 1 },
        { ...GUARD, knownDays: 366 },
      ],
    ],
    [
      'testDestinations',
      'TEST_DESTINATIONS',
      [[], [TEST]],
      [[{ ...TEST, phoneNumber: '15005550006' }], [{}]],
    ],
  ] as const)('has the same bounds at synth and in a function: %s', (name, variable, right, wrong) => {
    const atSynth = (value: unknown) =>
      parseConfig({ ...BASE, maxGuessProbabilityPerDay: 1, [name]: value })[name];
    const inFunction = (value: unknown) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      const row = { settings: { [name]: SETTINGS[name].schema } };
      return readFunction(row, { [variable]: text }).settings[name];
    };
    for (const value of right) {
      expect([atSynth(value), inFunction(value)]).toEqual([value, value]);
    }
    for (const value of wrong) {
      expect(() => atSynth(value)).toThrow(name);
      expect(() => inFunction(value)).toThrow(variable);
    }
  });
});

describe("CDK's feature flags", () => {
  /** Flags that differ from CDK's recommendation. */
  const OWN: Record<string, unknown> = {
    // The firewall must not be deleted while the distribution still uses it.
    '@aws-cdk/core:defaultCrossStackReferences': 'strong',
    // The other partitions lack services that Token Courier needs.
    '@aws-cdk/core:target-partitions': ['aws'],
    // CDK does not report which constructs and values are used.
    '@aws-cdk/core:enableAdditionalMetadataCollection': false,
  };

  it('are those of a new app, with these exceptions', () => {
    const { tokenCourier: _, ...flags } = JSON.parse(readFileSync('cdk.json', 'utf8')).context;
    const recommended = JSON.parse(
      readFileSync('node_modules/aws-cdk-lib/recommended-feature-flags.json', 'utf8'),
    );
    expect(flags).toEqual({ ...recommended, ...OWN });
  });
});

describe('the longest webOtpDomain that is accepted', () => {
  it.each([
    ['Example', 'numeric', 6],
    ['A', 'numeric', 10],
    ['x'.repeat(30), 'alphanumeric', 15],
    ['A & B', 'alphanumeric', 8],
  ] as const)(
    'keeps a text of %s, %s, %d in one SMS part, and one more character does not',
    (brandName, tokenFormat, tokenLength) => {
      const accepts = (webOtpDomain: string): boolean => {
        try {
          parseConfig({ ...BASE, brandName, tokenFormat, tokenLength, webOtpDomain });
          return true;
        } catch {
          return false;
        }
      };
      const domains = Array.from({ length: 100 }, (_, more) => `${'x'.repeat(more + 1)}.example`);
      const longest = domains.findLast(accepts) ?? '';
      const parts = (domain: string) =>
        smsSegments(
          smsText(
            {
              code: (tokenFormat === 'numeric' ? '0' : 'A').repeat(tokenLength),
              brand: brandName,
              lifetimeSeconds: 600,
              locale: 'en',
              purpose: 'login',
              context: '',
              fields: {},
            },
            { messages: {}, webOtpDomain: domain, smsRetrieverHash: '' },
          ),
        );
      expect([parts(longest), parts(`x${longest}`)]).toEqual([1, 2]);
    },
  );
});
