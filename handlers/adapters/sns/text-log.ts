/**
 * The account's SMS settings for SNS's delivery log, in one region. An empty value restores a setting's default.
 * https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html
 */
import type { SNSClient } from '@aws-sdk/client-sns';
import { GetSMSAttributesCommand, SetSMSAttributesCommand } from '@aws-sdk/client-sns';
import type { TextLog } from '../../domain/delivering/text-log.ts';

const ROLE = 'DeliveryStatusIAMRole';
const RATE = 'DeliveryStatusSuccessSamplingRate';

export const snsTextLog = (client: SNSClient): TextLog => ({
  async setting() {
    const { attributes = {} } = await client.send(new GetSMSAttributesCommand({ attributes: [ROLE, RATE] }));
    return { writer: attributes[ROLE] ?? '', rate: attributes[RATE] ?? '' };
  },

  async set({ writer, rate }) {
    await client.send(new SetSMSAttributesCommand({ attributes: { [ROLE]: writer, [RATE]: rate } }));
  },
});
