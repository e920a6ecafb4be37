import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { parseConfig, readConfig } from '../../infra/config.ts';

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

  it('takes the length from the format when only the format is given', () => {
    expect(parseConfig({ ...BASE, tokenFormat: 'alphanumeric' }).tokenLength).toBe(15);
  });

  it.each([
    [{ brandNmae: 'x' }, 'brandNmae: is not a configuration key'],
    [{ tokenLifetimeSeconds: 601 }, 'tokenLifetimeSeconds: '],
    [{ tokenLength: 5 }, 'tokenLength: must be 6 to 10 for numeric tokens'],
    [{ tokenFormat: 'alphanumeric', tokenLength: 7 }, 'tokenLength: must be 8 to 32 for alphanumeric tokens'],
    [{ senderId: '12345' }, 'senderId: must be 1 to 11 letters and digits with at least one letter'],
    [{ webOtpDomain: 'https://example.com' }, 'webOtpDomain: must be a host name'],
    [{ logRetentionDays: 31 }, 'logRetentionDays: must be one of 1, 3, 5'],
    [{ defaultCountry: 'india' }, 'defaultCountry: must be an ISO 3166 code'],
    [{ region: 'Frankfurt' }, 'region: must be an AWS region'],
  ])('refuses %j and names the key and the rule', (wrong, message) => {
    expect(() => parseConfig({ ...BASE, ...wrong })).toThrow(message);
  });

  it('names every wrong key at once', () => {
    expect(() => parseConfig({ ...BASE, maxAttempts: 0, listShards: 'many' })).toThrow(
      /maxAttempts: [\s\S]*listShards: /,
    );
  });

  it('lets a single context key win over the object, text or not', () => {
    const app = new App({ context: { tokenCourier: { ...BASE, maxAttempts: 3 }, maxAttempts: '4' } });
    expect(readConfig(app.node).maxAttempts).toBe(4);
  });
});
