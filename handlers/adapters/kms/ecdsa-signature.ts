/**
 * ECDSA signatures on the curve P-256 in their two encodings.
 *
 * KMS answers with DER, `SEQUENCE { INTEGER r, INTEGER s }` (RFC 3279 section 2.2.3). JWS concatenates R and
 * S, 32 bytes each (RFC 7518 section 3.4). node:crypto reads both but does not convert between them.
 * The package ecdsa-sig-formatter does, with 3.8 KB in the bundle against 1.0, but accepts more encodings.
 */

const PART_BYTES = 32;
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const SIGN_BIT = 0x80;

/**
 * R and S as big-endian numbers, one after the other.
 * @throws RangeError when `der` is not exactly one such signature
 */
export function derToConcatenated(der: Uint8Array): Uint8Array {
  const [sequence, afterSequence] = readElement(der, 0, SEQUENCE);
  const [r, afterR] = readElement(sequence, 0, INTEGER);
  const [s, afterS] = readElement(sequence, afterR, INTEGER);
  if (afterSequence !== der.length || afterS !== sequence.length) {
    throw notASignature();
  }
  return Buffer.concat([toPart(r), toPart(s)]);
}

/**
 * The content of the element at `start` and the offset of the next one, which is past the end when the
 * element is truncated. Reads only lengths in the short form of DER; a byte of the long form reads as a
 * length that no 32-byte part has.
 */
function readElement(bytes: Uint8Array, start: number, tag: number): [content: Uint8Array, next: number] {
  const length = bytes[start + 1];
  if (bytes[start] !== tag || length === undefined) {
    throw notASignature();
  }
  const next = start + 2 + length;
  return [bytes.subarray(start + 2, next), next];
}

/**
 * A positive INTEGER, padded to size, without the leading zero that keeps its first bit from being the sign.
 */
function toPart(integer: Uint8Array): Uint8Array {
  const [first, second] = integer;
  if (first === undefined || first >= SIGN_BIT) {
    throw notASignature();
  }
  // A leading zero is allowed only where the sign needs it, and zero itself is not a valid part.
  if (first === 0 && (second === undefined || second < SIGN_BIT)) {
    throw notASignature();
  }
  const digits = first === 0 ? integer.subarray(1) : integer;
  if (digits.length > PART_BYTES) {
    throw notASignature();
  }
  const part = Buffer.alloc(PART_BYTES);
  part.set(digits, PART_BYTES - digits.length);
  return part;
}

const notASignature = () => new RangeError('Not a DER signature on P-256');
