/**
 * Proof by Zitadel's signature: HMAC-SHA256 in hex over the time, a dot and the body, in a header `t=…,v1=…` with one
 * `v1` for each signing key. The key is used as it is written.
 *
 * https://github.com/zitadel/zitadel/blob/0e7a14e/pkg/actions/signing.go (ComputeSignatureHeader, ValidatePayload)
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { SIGNATURE_HEADERS } from '../../../contract/hooks.ts';
import type { HookCall } from '../hook.ts';
import type { GatewayPreset } from './preset.ts';

/** Zitadel's own verifier has the same for the past. */
const TOLERANCE_SECONDS = 5 * 60;

const TIME = /(?:^|,) *t=(\d{1,12}) *(?:,|$)/;
const SIGNATURES = /(?:^|,) *v1=([0-9a-f]{64})(?= *(?:,|$))/gi;

export const zitadelSignature: GatewayPreset['proof'] = {
  authenticate(call, secrets) {
    const { time, signatures } = read(call);
    if (time === undefined || !isRecent(time, call)) {
      return false;
    }
    const right = secrets
      .filter((secret) => secret !== '')
      .map((secret) => createHmac('sha256', secret).update(`${time}.${call.rawBody}`, 'utf8').digest());
    // Every pair is compared, so that the time does not say which of them matched.
    return right.flatMap((one) => signatures.map((other) => timingSafeEqual(one, other))).includes(true);
  },
  doubt(call) {
    const { time, signatures } = read(call);
    if (time === undefined || signatures.length === 0) {
      return 'missing';
    }
    return isRecent(time, call) ? 'mismatch' : 'skewed';
  },
};

function read({ headers }: HookCall) {
  const header = headers[SIGNATURE_HEADERS.zitadel] ?? '';
  return {
    time: TIME.exec(header)?.[1],
    signatures: [...header.matchAll(SIGNATURES)].map(([, hex = '']) => Buffer.from(hex, 'hex')),
  };
}

const isRecent = (time: string, { nowMs }: HookCall): boolean =>
  Math.abs(nowMs / 1000 - Number(time)) <= TOLERANCE_SECONDS;
