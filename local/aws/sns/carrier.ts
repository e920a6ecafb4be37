/**
 * The carrier of accepted texts, and the line that SNS logs for each if the account's settings say so.
 * https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html
 *
 * By default a text arrives at once. With faults of the service `carrier`, it is lost, or refused for a reason. The
 * fault `OptedOut` is a person who answered STOP: it puts the number on the account's list.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { LOST_TEXT, OPTED_OUT, REFUSED_TEXTS } from '../faults/carrier-faults.ts';
import type { Fault, FaultRegistry } from '../faults/fault-registry.ts';
import type { SmsAttributes } from './sms-attributes.ts';
import type { StopList } from './stop-list.ts';

/** From acceptance to the line, unless a fault sets another delay. */
const DWELL_MS = 200;
const PRICE_USD = 0.00645;
/** The test network of ITU-T E.212. */
const NETWORK = { mcc: 1, mnc: 1 };
const UNKNOWN_NETWORK = { mcc: 0, mnc: 0 };

interface AcceptedText {
  readonly messageId: string;
  readonly phoneNumber: string;
  readonly smsType: string;
}

export interface CarrierOptions {
  /** Numbers whose owners answered STOP. */
  readonly stopList: Pick<StopList, 'has' | 'add'>;
  readonly faults: Pick<FaultRegistry, 'take'>;
  readonly attributes: Pick<SmsAttributes, 'logRole' | 'samplingRate'>;
  readonly place: { readonly region: string; readonly accountId: string };
  /** Writes a line to a log group, which is created if it does not exist. */
  readonly writeLog: (group: string, stream: string, line: string) => void;
  readonly now?: () => number;
}

export interface Carrier {
  /** Whether the text reaches the phone. The line is written later. */
  carry(text: AcceptedText): boolean;
}

export function createCarrier({
  faults,
  attributes,
  place,
  stopList,
  writeLog,
  now = Date.now,
}: CarrierOptions): Carrier {
  const group = `sns/${place.region}/${place.accountId}/DirectPublishToPhoneNumber`;
  const stream = randomUUID();
  const lineOf = (text: AcceptedText, refusal: string | undefined, acceptedAtMs: number) => {
    const dwellTimeMs = now() - acceptedAtMs;
    return JSON.stringify({
      notification: {
        messageId: text.messageId,
        // `2016-06-28 00:40:34.558`
        timestamp: new Date(acceptedAtMs).toISOString().replace('T', ' ').replace('Z', ''),
      },
      delivery: {
        ...(refusal === undefined ? { phoneCarrier: 'Local carrier', ...NETWORK } : UNKNOWN_NETWORK),
        destination: text.phoneNumber,
        priceInUSD: PRICE_USD,
        smsType: text.smsType,
        providerResponse: refusal ?? 'Message has been accepted by phone carrier',
        dwellTimeMs,
        dwellTimeMsUntilDeviceAck: dwellTimeMs,
      },
      status: refusal === undefined ? 'SUCCESS' : 'FAILURE',
    });
  };

  return {
    carry(text) {
      const fault = faults.take({ service: 'carrier', operation: 'Deliver' });
      if (fault?.error === LOST_TEXT) {
        return false;
      }
      if (fault?.error === OPTED_OUT) {
        stopList.add(text.phoneNumber);
      }
      const refusal = stopList.has(text.phoneNumber) ? REFUSED_TEXTS[OPTED_OUT] : refusalOf(fault);
      const acceptedAtMs = now();
      // Read when the line is due: if the log is switched on meanwhile, it includes this text.
      const write = () => {
        if (attributes.logRole() === undefined) {
          return;
        }
        if (refusal !== undefined || randomInt(100) < attributes.samplingRate()) {
          writeLog(
            refusal === undefined ? group : `${group}/Failure`,
            stream,
            lineOf(text, refusal, acceptedAtMs),
          );
        }
      };
      setTimeout(write, fault?.delay_ms ?? DWELL_MS).unref();
      return refusal === undefined;
    },
  };
}

const refusalOf = (fault: Fault | undefined): string | undefined =>
  fault?.error === undefined ? undefined : REFUSED_TEXTS[fault.error];
