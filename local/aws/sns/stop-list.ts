/**
 * The numbers that SNS sends no texts to, because their owners answered STOP or the like. A text to one is accepted,
 * and not delivered: the delivery log says "Phone number is opted out".
 * https://docs.aws.amazon.com/sns/latest/dg/sms_manage.html
 * https://docs.aws.amazon.com/sns/latest/api/API_CheckIfPhoneNumberIsOptedOut.html
 * https://docs.aws.amazon.com/sns/latest/api/API_OptInPhoneNumber.html
 */
import type { XmlObject } from '../wire/query-protocol.ts';
import { invalidParameter } from './messages.ts';

/** The shortest time between two opt-ins of a number. */
const OPT_IN_MS = 30 * 86_400_000;

export interface StopList {
  readonly operations: Readonly<
    Record<'CheckIfPhoneNumberIsOptedOut' | 'OptInPhoneNumber', (parameters: URLSearchParams) => XmlObject>
  >;
  has(phoneNumber: string): boolean;
  add(phoneNumber: string): void;
}

export function createStopList(now: () => number = Date.now): StopList {
  const stopped = new Set<string>();
  const optedInAtMs = new Map<string, number>();
  const numberIn = (parameters: URLSearchParams): string => {
    const number = parameters.get('phoneNumber') ?? '';
    if (!/^\+[1-9]\d{1,14}$/.test(number)) {
      throw invalidParameter('phoneNumber', 'it must be an E.164 number');
    }
    return number;
  };
  return {
    has: (phoneNumber) => stopped.has(phoneNumber),
    add: (phoneNumber) => void stopped.add(phoneNumber),
    operations: {
      CheckIfPhoneNumberIsOptedOut: (parameters) => ({
        isOptedOut: String(stopped.has(numberIn(parameters))),
      }),
      OptInPhoneNumber(parameters) {
        const number = numberIn(parameters);
        const before = optedInAtMs.get(number);
        if (before !== undefined && now() - before < OPT_IN_MS) {
          throw invalidParameter('phoneNumber', 'it was opted in within the last 30 days');
        }
        if (stopped.delete(number)) {
          optedInAtMs.set(number, now());
        }
        return {};
      },
    },
  };
}
