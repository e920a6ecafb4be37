/**
 * The account's SMS settings.
 * https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html
 */
import type { XmlObject } from '../wire/query-protocol.ts';
import { entries, numbered } from '../wire/query-protocol.ts';
import { invalidParameter } from './messages.ts';

/** An empty value restores the default. */
const RULES: Readonly<Record<string, RegExp>> = {
  MonthlySpendLimit: /^\d*$/,
  DeliveryStatusIAMRole: /^(arn:aws:iam::\d{12}:role\/.+)?$/,
  DeliveryStatusSuccessSamplingRate: /^(|\d{1,2}|100)$/,
  DefaultSenderID: /^(|(?=.*[A-Za-z])[A-Za-z0-9]{1,11})$/,
  DefaultSMSType: /^(|Promotional|Transactional)$/,
  UsageReportS3Bucket: /^.{0,63}$/,
};

export interface SmsAttributes {
  readonly operations: Readonly<
    Record<'GetSMSAttributes' | 'SetSMSAttributes', (parameters: URLSearchParams) => XmlObject>
  >;
  /** The role that SNS writes its delivery log with; undefined if it writes none. */
  logRole(): string | undefined;
  /** The percentage of delivered texts that are logged. */
  samplingRate(): number;
}

export function createSmsAttributes(): SmsAttributes {
  const attributes = new Map<string, string>();
  return {
    logRole: () => attributes.get('DeliveryStatusIAMRole') || undefined,
    samplingRate: () => Number(attributes.get('DeliveryStatusSuccessSamplingRate') || 100),
    operations: {
      GetSMSAttributes(parameters) {
        const asked = numbered(parameters, 'attributes.member').map((at) => parameters.get(at));
        return {
          attributes: new Map([...attributes].filter(([name]) => asked.length === 0 || asked.includes(name))),
        };
      },
      SetSMSAttributes(parameters) {
        const given = entries(parameters, 'attributes');
        for (const [name, value] of given) {
          const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
          if (!rule?.test(value)) {
            throw invalidParameter('Attributes', `${name} is not an SMS attribute, or has no such value`);
          }
        }
        for (const [name, value] of given) {
          attributes.set(name, value);
        }
        return {};
      },
    },
  };
}
