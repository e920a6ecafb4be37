import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { derToConcatenated } from '../../../../handlers/adapters/kms/ecdsa-signature.ts';
import { fc, runs } from '../../../support/properties.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const concatenated = (der: string) => Buffer.from(derToConcatenated(hex(der))).toString('hex');
const FF = 'ff'.repeat(32);
/** A DER INTEGER: no leading zeros, except one that keeps the number positive (X.690, 8.3). */
function integer(bytes: Buffer): Buffer {
  const bare = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  const guarded = (bare[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), bare]) : bare;
  return Buffer.concat([Buffer.from([0x02, guarded.length]), guarded]);
}
const padded = (bytes: Buffer) => bytes.toString('hex').padStart(64, '0');
const X7F = `7f${'ff'.repeat(31)}`;

describe('a DER signature as concatenated R and S', () => {
  it.each([
    ['unchanged when they are full-length', `3044 0220 ${X7F} 0220 ${X7F}`, X7F + X7F],
    ['without the zero that keeps them positive', `3046 0221 00${FF} 0221 00${FF}`, FF + FF],
    [
      'padded with zeros on the left when they are short',
      '3006 0201 01 0201 7f',
      `${'0'.repeat(63)}1${'0'.repeat(62)}7f`,
    ],
    [
      'padded or stripped of the leading zero independently',
      `3026 0202 0080 0220 ${X7F}`,
      `${'0'.repeat(62)}80${X7F}`,
    ],
  ])('has them %s', (_, der, expected) => {
    expect(concatenated(der)).toBe(expected);
  });

  it.each([
    ['no bytes', ''],
    ['no sequence', '3106 0201 01 0201 01'],
    ['a sequence longer than the input', '3007 0201 01 0201 01'],
    ['bytes after the sequence', '3006 0201 01 0201 01 00'],
    ['bytes after S', '3007 0201 01 0201 01 00'],
    ['no S', '3003 0201 01'],
    ['another type', '3006 0201 01 0401 01'],
    ['an empty number', '3005 0200 0201 01'],
    ['a negative number', '3006 0201 80 0201 01'],
    ['zero', '3006 0201 00 0201 01'],
    ['a needless leading zero', '3007 0202 0001 0201 01'],
    ['a number of 33 bytes', `3026 0221 01${FF} 0201 01`],
    ['a long-form length', '308106 0201 01 0201 01'],
    ['an indefinite length', '3080 0201 01 0201 01 0000'],
  ])('is refused with %s', (_, der) => {
    expect(() => concatenated(der)).toThrow(RangeError);
  });

  it('is the same two numbers, whatever their lengths', () => {
    const number = fc
      .uint8Array({ minLength: 1, maxLength: 32 })
      .map((bytes) => Buffer.from(bytes))
      .filter((bytes) => bytes.some((byte) => byte !== 0));
    fc.assert(
      fc.property(number, number, (r, s) => {
        const der = Buffer.concat([integer(r), integer(s)]);
        const raw = derToConcatenated(Buffer.concat([Buffer.from([0x30, der.length]), der]));
        expect(Buffer.from(raw).toString('hex')).toBe(padded(r) + padded(s));
      }),
      { numRuns: runs(500) },
    );
  });

  it('matches the ES256 example of RFC 7515', () => {
    const raw = Buffer.from(
      'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
      'base64url',
    );
    const key = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
      },
    });
    const signed =
      'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
    const der = hex(
      `3045 0220 ${raw.subarray(0, 32).toString('hex')} 0221 00${raw.subarray(32).toString('hex')}`,
    );
    expect(verify('sha256', Buffer.from(signed), { key, dsaEncoding: 'der' }, der)).toBe(true);
    expect(Buffer.from(derToConcatenated(der))).toEqual(raw);
  });

  it('verifies with the public key of the signer', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let count = 0; count < 50; count += 1) {
      const message = Buffer.from(`message ${count}`);
      const raw = derToConcatenated(sign('sha256', message, { key: privateKey, dsaEncoding: 'der' }));
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true);
    }
  });

  it('is converted or refused with a RangeError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          expect(derToConcatenated(bytes)).toHaveLength(64);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
