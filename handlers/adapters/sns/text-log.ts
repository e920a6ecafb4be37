/**
 * SNS's settings of texts for the account and region, as far as they are about its log.
 * https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html
 */
import type { SNSClient } from '@aws-sdk/client-sns';
import { GetSMSAttributesCommand, SetSMSAttributesCommand } from '@aws-sdk/client-sns';
import type { TextLog } from '../../domain/delivering/text-log.ts';

const ROLE = 'DeliveryStatusIAMRole';
/** Percent of the texts that arrived; those that did not are always written of. */
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
