import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { passwordless } from '../../../handlers/contract/cognito.ts';
import { stackClients } from '../../../handlers/contract/deployed.ts';
import { FUNCTIONS } from '../../../handlers/contract/functions.ts';
import {
  brandName,
  contextInMessage,
  listShards,
  tokenFormat,
} from '../../../handlers/contract/settings/codes.ts';
import { defaultCountry, destinationPolicy } from '../../../handlers/contract/settings/destinations.ts';
import { smsMaxPriceUsd, webOtpDomain } from '../../../handlers/contract/settings/texts.ts';
import {
  ConfigurationError,
  readFunction,
  withBundledVariables,
} from '../../../handlers/runtime/environment.ts';

describe('the environment', () => {
  it("is read as typed values, and only what the function's row names", () => {
    const row = {
      settings: { listShards, tokenFormat, webOtpDomain },
      deployed: { stackClients },
      options: { passwordless },
      tables: { tokens: [] },
      secrets: ['subject'],
      logs: { audit: 'write' },
    } as const;
    const source = {
      TOKENS_TABLE: 'tokens-of-the-stack',
      SUBJECT_SECRET_ID: 'arn',
      AUDIT_LOG_GROUP: 'audit-entries',
      LIST_SHARDS: '10',
      TOKEN_FORMAT: 'numeric',
      WEB_OTP_DOMAIN: '',
      STACK_CLIENTS: '{"page":"id"}',
      PASSWORDLESS: 'false',
      MAX_ATTEMPTS: 'bad',
    };
    expect(readFunction(row, source)).toEqual({
      settings: { listShards: 10, tokenFormat: 'numeric', webOtpDomain: '' },
      deployed: { stackClients: { page: 'id' } },
      options: { passwordless: false },
      tables: { tokens: 'tokens-of-the-stack' },
      secrets: { subject: 'arn' },
      logs: { audit: 'audit-entries' },
    });
  });

  it('names every invalid variable and its rule, but no value', () => {
    const row = {
      settings: { brandName, listShards, tokenFormat, smsMaxPriceUsd, defaultCountry },
      tables: { tokens: [] },
    };
    const source = {
      TOKENS_TABLE: '',
      LIST_SHARDS: 'hunter2',
      TOKEN_FORMAT: 'hunter2',
      SMS_MAX_PRICE_USD: '10.5',
      DEFAULT_COUNTRY: 'india',
    };
    expect(() => readFunction(row, source)).toThrow(
      new ConfigurationError(
        'Bad environment: BRAND_NAME is missing; LIST_SHARDS must be a number; ' +
          'TOKEN_FORMAT must be one of numeric, alphanumeric; SMS_MAX_PRICE_USD must be at most 10; ' +
          'DEFAULT_COUNTRY must be an ISO 3166 code of two capital letters, such as IN; TOKENS_TABLE is empty',
      ),
    );
  });

  it('is read by every entry with the row of its name', () => {
    const entries = Object.entries(FUNCTIONS).flatMap(([folder, rows]) =>
      Object.keys(rows).map(
        (name) => [`${folder}/${name}.ts`, name.replaceAll('-', '_').toUpperCase()] as const,
      ),
    );
    const files = Object.keys(FUNCTIONS).flatMap((folder) =>
      readdirSync(`handlers/${folder}`).map((file) => `${folder}/${file}`),
    );
    expect(entries.map(([file]) => file).sort()).toEqual(files.sort());
    for (const [file, row] of entries) {
      expect(readFileSync(`handlers/${file}`, 'utf8')).toContain(`readFunction(${row})`);
    }
  });

  it('includes the variables of the file next to the code, when there is one', () => {
    const row = { settings: { contextInMessage }, tables: { tokens: [] } };
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    try {
      const source = { LAMBDA_TASK_ROOT: folder, TOKENS_TABLE: 'tokens' };
      expect(withBundledVariables(source)).toEqual(source);
      writeFileSync(join(folder, 'variables.json'), JSON.stringify({ CONTEXT_IN_MESSAGE: '["amount"]' }));
      expect(readFunction(row, withBundledVariables(source))).toMatchObject({
        tables: { tokens: 'tokens' },
        settings: { contextInMessage: ['amount'] },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(withBundledVariables({ TOKENS_TABLE: 'tokens' })).toEqual({ TOKENS_TABLE: 'tokens' });
  });

  it('holds structures as JSON, and repeats no value of an invalid one', () => {
    const row = { settings: { destinationPolicy } };
    const policy = { allowedCountries: ['IN'], blockedPrefixes: [], testNumbers: [] };
    expect(readFunction(row, { DESTINATION_POLICY: JSON.stringify(policy) }).settings).toEqual({
      destinationPolicy: policy,
    });
    for (const bad of ['{hunter2', '["hunter2"]', '{"allowedCountries":"hunter2"}']) {
      const read = () => readFunction(row, { DESTINATION_POLICY: bad });
      expect(read).toThrow(/^Bad environment: DESTINATION_POLICY (?!.*hunter2)/);
    }
  });
});
