/**
 * ECDSA signatures on the curve P-256 in the two forms that they travel in.
 *
 * KMS answers with DER, `SEQUENCE { INTEGER r, INTEGER s }` (RFC 3279 section 2.2.3); JWS wants R and S
 * side by side, 32 bytes each (RFC 7518 section 3.4). node:crypto reads both and converts neither.
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
 * The content of the element at `start`, and where the next one begins: behind the end when it is cut short.
 * Lengths are of DER's short form; a byte of the long form reads as a length that no part of 32 bytes has.
 */
function readElement(bytes: Uint8Array, start: number, tag: number): [content: Uint8Array, next: number] {
  const length = bytes[start + 1];
  if (bytes[start] !== tag || length === undefined) {
    throw notASignature();
  }
  const next = start + 2 + length;
  return [bytes.subarray(start + 2, next), next];
}

/** A positive INTEGER without the zero that keeps its first bit from reading as a sign, filled up to size. */
function toPart(integer: Uint8Array): Uint8Array {
  const [first, second] = integer;
  if (first === undefined || first >= SIGN_BIT) {
    throw notASignature();
  }
  // A leading zero is there where the sign needs it and nowhere else; the number zero is no part.
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
