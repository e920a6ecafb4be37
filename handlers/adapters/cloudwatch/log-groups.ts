/** Log groups that AWS services write to, and that may exist already. */
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutRetentionPolicyCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroups } from '../../domain/delivering/text-log.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';

export const createLogGroupClient = (): CloudWatchLogsClient =>
  withoutErrorMessages(new CloudWatchLogsClient(CLIENT_SETTINGS));

export const cloudWatchLogGroups = (client: CloudWatchLogsClient): LogGroups => ({
  async keep(logGroupName, { retentionDays, keyArn }) {
    await unless(ResourceAlreadyExistsException, () =>
      client.send(new CreateLogGroupCommand({ logGroupName })),
    );
    await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: retentionDays }));
    await client.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: keyArn }));
  },

  async remove(logGroupName) {
    await unless(ResourceNotFoundException, () => client.send(new DeleteLogGroupCommand({ logGroupName })));
  },
});

async function unless(
  expected: new (...args: never[]) => Error,
  call: () => Promise<unknown>,
): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof expected)) {
      throw error;
    }
  }
}
