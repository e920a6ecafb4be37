/**
 * What a message of a Cognito user pool is about, by the trigger source of its custom senders.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sms-sender.html
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html
 */
import type { Channel } from '../../contract/vocabulary.ts';
import { DEFAULT_PURPOSE } from '../../contract/vocabulary.ts';
import type { BroughtCode } from './courier-ports.ts';
import type { UserAttributes } from './pool-user.ts';
import { localeOf } from './pool-user.ts';

const CHANNELS: Readonly<Record<string, Channel>> = { CustomSMSSender: 'sms', CustomEmailSender: 'email' };

/** The attribute that holds the destination. It need not be verified: most of these messages are what verifies it. */
const DESTINATIONS: Readonly<Record<Channel, string>> = { sms: 'phone_number', email: 'email' };

/**
 * The purposes of codes. Missing are AdminCreateUser, whose secret is a password and no code, and
 * AccountTakeOverNotification, which has none.
 */
const PURPOSES: Readonly<Record<string, string>> = {
  Authentication: DEFAULT_PURPOSE,
  SignUp: 'sign_up',
  ResendCode: 'sign_up',
  ForgotPassword: 'reset_password',
  VerifyUserAttribute: 'verify_attribute',
  UpdateUserAttribute: 'verify_attribute',
};

/** Everything but the code, which is still encrypted. */
export type PoolMessage = Omit<BroughtCode, 'code'>;

/** Why a message cannot be delivered, whatever happens: Cognito would not learn of it, and a retry would end the same way. */
export type Undeliverable = 'not a code' | 'no destination' | 'no user';

export function poolMessage(triggerSource: string, attributes: UserAttributes): PoolMessage | Undeliverable {
  const [sender = '', event = ''] = triggerSource.split('_');
  const channel = CHANNELS[sender];
  const purpose = PURPOSES[event];
  if (channel === undefined || purpose === undefined) {
    return 'not a code';
  }
  const destination = attributes[DESTINATIONS[channel]];
  if (!destination) {
    return 'no destination';
  }
  const { sub } = attributes;
  return sub
    ? { channel, destination, purpose, locale: localeOf(attributes), userReference: sub }
    : 'no user';
}
