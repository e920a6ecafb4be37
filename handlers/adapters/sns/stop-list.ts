/**
 * Numbers whose owners answered STOP, or the like: SNS keeps them for the account, and sends them no texts.
 * https://docs.aws.amazon.com/sns/latest/api/API_CheckIfPhoneNumberIsOptedOut.html
 */
import type { SNSClient } from '@aws-sdk/client-sns';
import { CheckIfPhoneNumberIsOptedOutCommand } from '@aws-sdk/client-sns';
import type { StopList } from '../../domain/destinations/find-opt-out.ts';
import { DeliveryUnavailable } from '../../domain/errors.ts';
import { isPassing } from '../fault-kinds.ts';

export const snsStopList = (client: SNSClient): StopList => ({
  async has(phoneNumber) {
    try {
      const command = new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber });
      return (await client.send(command)).isOptedOut === true;
    } catch (error) {
      throw isPassing(error) ? new DeliveryUnavailable({ cause: error }) : error;
    }
  },
});
