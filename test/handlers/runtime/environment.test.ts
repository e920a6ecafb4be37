import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  ConfigurationError,
  readEnvironment,
  withBundledVariables,
} from '../../../handlers/runtime/environment.ts';

describe('the environment', () => {
  it('is read as typed values, only as far as it is needed', () => {
    const source = {
      TOKENS_TABLE: 'tokens',
      LIST_SHARDS: '10',
      TOKEN_FORMAT: 'numeric',
      MAX_ATTEMPTS: 'bad',
    };
    expect(readEnvironment(['tokensTable', 'listShards', 'tokenFormat', 'webOtpDomain'], source)).toEqual({
      tokensTable: 'tokens',
      listShards: 10,
      tokenFormat: 'numeric',
      webOtpDomain: '',
    });
  });

  it('names every bad variable and its rule, and no value', () => {
    const source = {
      TOKENS_TABLE: '',
      LIST_SHARDS: 'hunter2',
      TOKEN_FORMAT: 'hunter2',
      SMS_MAX_PRICE_USD: 'hunter2',
      DEFAULT_COUNTRY: 'india',
    };
    const read = () =>
      readEnvironment(
        ['brandName', 'tokensTable', 'listShards', 'tokenFormat', 'smsMaxPriceUsd', 'defaultCountry'],
        source,
      );
    expect(read).toThrow(
      new ConfigurationError(
        'Bad environment: BRAND_NAME is missing; TOKENS_TABLE is empty; ' +
          'LIST_SHARDS must be a number; TOKEN_FORMAT must be one of numeric, alphanumeric; ' +
          'SMS_MAX_PRICE_USD must be a number; DEFAULT_COUNTRY must be an ISO 3166 code of two capital letters, such as IN',
      ),
    );
  });

  it('has the variables of the file beside the code, where there is one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    try {
      const source = { LAMBDA_TASK_ROOT: folder, TOKENS_TABLE: 'tokens' };
      expect(withBundledVariables(source)).toEqual(source);
      writeFileSync(join(folder, 'variables.json'), JSON.stringify({ CONTEXT_IN_MESSAGE: '["amount"]' }));
      expect(readEnvironment(['tokensTable', 'contextInMessage'], withBundledVariables(source))).toEqual({
        tokensTable: 'tokens',
        contextInMessage: ['amount'],
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(withBundledVariables({ TOKENS_TABLE: 'tokens' })).toEqual({ TOKENS_TABLE: 'tokens' });
  });

  it('holds structures as JSON, and names no value of a bad one', () => {
    const policy = { allowedCountries: ['IN'], blockedPrefixes: [], testNumbers: [] };
    expect(readEnvironment(['destinationPolicy'], { DESTINATION_POLICY: JSON.stringify(policy) })).toEqual({
      destinationPolicy: policy,
    });
    for (const bad of ['{hunter2', '["hunter2"]', '{"allowedCountries":"hunter2"}']) {
      const read = () => readEnvironment(['destinationPolicy'], { DESTINATION_POLICY: bad });
      expect(read).toThrow(/^Bad environment: DESTINATION_POLICY (?!.*hunter2)/);
    }
  });
});
