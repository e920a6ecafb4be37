import { execFileSync } from 'node:child_process';
import { DecryptCommand } from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import {
  CodeNotOpened,
  createCodeKms,
  poolCodes,
} from '../../../../handlers/adapters/encryption-sdk/pool-codes.ts';
import { BUNDLE_OPTIONS } from '../../../../infra/functions/bundle-options.ts';
import { kmsInMemory } from './kms-in-memory.ts';
import { sealCode } from './seal-code.ts';

const KEY = 'arn:aws:kms:eu-central-1:000000000000:key/11111111-2222-4333-8444-555555555555';
const OTHER_KEY = KEY.replace('1111', '9999');
const POOL = 'eu-central-1_Ab12Cd34E';
process.env.AWS_REGION = 'eu-central-1';

/** A program that encrypts a code and opens it. */
const ROUND_TRIP = `
  import { createCodeKms, poolCodes } from '../../../../handlers/adapters/encryption-sdk/pool-codes.ts';
  import { kmsInMemory } from './kms-in-memory.ts';
  import { sealCode } from './seal-code.ts';
  process.env.AWS_REGION = 'eu-central-1';
  kmsInMemory();
  sealCode('042137', { keyArn: '${KEY}', userPoolId: '${POOL}' })
    .then((sealed) => poolCodes(createCodeKms(), '${KEY}')(sealed, '${POOL}'))
    .then((code) => process.stdout.write(code));
`;

let kms: ReturnType<typeof kmsInMemory>;
beforeEach(() => {
  kms = kmsInMemory();
});
afterEach(() => {
  kms.restore();
});

const open = (encrypted: string) => poolCodes(createCodeKms(), KEY)(encrypted, POOL);

describe('a code that Cognito encrypted', () => {
  it('is opened, although its suite does not commit to the data key', async () => {
    const encrypted = await sealCode('042137', { keyArn: KEY, userPoolId: POOL });
    // Format version 1 and suite 0x0378.
    expect(Buffer.from(encrypted, 'base64').toString('hex')).toMatch(/^01800378/);
    expect(await open(encrypted)).toBe('042137');
    expect(kms.commandCalls(DecryptCommand).map(({ args }) => args[0].input)).toMatchObject([
      { KeyId: KEY, EncryptionContext: { 'userpool-id': POOL } },
    ]);
  });

  it('is refused if it is for another user pool, or names none', async () => {
    for (const userPoolId of ['eu-central-1_Other1234', undefined]) {
      const encrypted = await sealCode('042137', { keyArn: KEY, userPoolId });
      await expect(open(encrypted)).rejects.toThrow(CodeNotOpened);
    }
  });

  it('is refused if another key encrypted it, without a call to KMS', async () => {
    const encrypted = await sealCode('042137', { keyArn: OTHER_KEY, userPoolId: POOL });
    await expect(open(encrypted)).rejects.toThrow(CodeNotOpened);
    expect(kms.commandCalls(DecryptCommand)).toEqual([]);
  });

  it('is refused if a single bit of it was changed, and the error does not quote it', async () => {
    const bytes = Buffer.from(await sealCode('042137', { keyArn: KEY, userPoolId: POOL }), 'base64');
    bytes[bytes.length - 130] = (bytes[bytes.length - 130] ?? 0) ^ 1;
    const failed: unknown = await open(bytes.toString('base64')).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(CodeNotOpened);
    expect(String(failed)).toBe('CodeNotOpened: not decrypted');
  });

  it('is refused if it is no message of the Encryption SDK', async () => {
    for (const encrypted of ['', 'bm9uc2Vuc2U=', '%%%']) {
      await expect(open(encrypted)).rejects.toThrow(CodeNotOpened);
    }
  });

  it('is opened by a minified bundle too, which is how the function is deployed', () => {
    const [bundle] = buildSync({
      ...BUNDLE_OPTIONS,
      stdin: { contents: ROUND_TRIP, resolveDir: import.meta.dirname, loader: 'ts' },
      write: false,
    }).outputFiles;
    expect(execFileSync(process.execPath, ['-'], { input: bundle?.contents ?? '' }).toString()).toBe(
      '042137',
    );
  });
});
