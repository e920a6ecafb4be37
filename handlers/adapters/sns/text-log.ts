/**
 * The account's SMS settings for SNS's delivery log, in one region.
 * https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html
 */
import type { SNSClient } from '@aws-sdk/client-sns';
import { GetSMSAttributesCommand, SetSMSAttributesCommand } from '@aws-sdk/client-sns';
import type { TextLog } from '../../domain/delivering/text-log.ts';

const ROLE = 'DeliveryStatusIAMRole';
/** The percentage of delivered texts that are logged; undelivered ones always are. */
const RATE = 'DeliveryStatusSuccessSamplingRate';

export const snsTextLog = (client: SNSClient): TextLog => ({
  async writer() {
    const { attributes = {} } = await client.send(new GetSMSAttributesCommand({ attributes: [ROLE] }));
    return attributes[ROLE] ?? '';
  },

  async writeAs(roleArn) {
    const attributes = { [ROLE]: roleArn, ...(roleArn === '' ? {} : { [RATE]: '100' }) };
    await client.send(new SetSMSAttributesCommand({ attributes }));
  },
});
