/** Settings of emails: which service sends them, and in whose name. */
import * as z from 'zod/mini';
import type { Immutable } from '../described.ts';
import type { SettingRows, Value } from '../setting.ts';
import { text } from '../setting.ts';
import { EMAIL_ADDRESS } from '../vocabulary.ts';
import type { DeliveryStatus } from './texts.ts';

/** The tag of every email by SES. Its events carry it. */
export const EMAIL_TAG = 'token-courier';

export const emailSender = () =>
  z.discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('sns') }),
      z.strictObject({
        kind: z.literal('ses'),
        /** An address that SES may send as. The brand's name stands before it. */
        from: z
          .string('must be there, such as codes@example.com')
          .check(
            z.maxLength(254, 'must have at most 254 characters'),
            z.regex(EMAIL_ADDRESS, 'must be an email address'),
            z.regex(
              /^[^*?${]*$/,
              'must have none of * ? $ {, which stand for more than themselves in policies',
            ),
            z.regex(/@[^A-Z]*$/, 'must have its domain in lower case, as SES and policies write it'),
          ),
        /** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSet.html */
        configurationSet: z.optional(
          text(
            /^[A-Za-z0-9_-]{1,64}$/,
            'must be the name of a configuration set: 1 to 64 letters, digits, _ or -',
          ),
        ),
      }),
    ],
    'must have a kind, sns or ses',
  );
export type EmailSender = Immutable<Value<typeof emailSender>>;
export type EmailSenderKind = EmailSender['kind'];

interface EmailReportSettings {
  readonly deliveryStatus: DeliveryStatus;
  readonly emailSender: EmailSender;
}

/** Whether arrival is reported for emails: by SES it is, by SNS it never is. */
export const reportsOnEmails = ({ deliveryStatus, emailSender }: EmailReportSettings): boolean =>
  deliveryStatus !== 'off' && emailSender.kind === 'ses';

export const EMAIL_SETTINGS = {
  emailSender: {
    schema: emailSender,
    default: { kind: 'sns' },
    defaultText: '`{"kind": "sns"}`',
    text: '`{"kind": "ses", "from": "codes@example.com", "configurationSet": "…"}`: [emails by SES](architecture.md#emails) from an address of your own, with its domain in lower case. SES has to have [verified it](runbook.md#emails-by-ses). Without `configurationSet` the stack makes one',
  },
} as const satisfies SettingRows;
