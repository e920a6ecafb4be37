/**
 * Log groups that AWS services write to, and that may exist already. A tag names the stack that created a group: the
 * tag is created and deleted with the group, whatever becomes of the stack.
 */
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeSubscriptionFiltersCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroups } from '../../domain/delivering/text-log.ts';
import { DEPLOYMENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';

const OWNER_TAG = 'token-courier:stack';

export const createLogGroupClient = (): CloudWatchLogsClient =>
  withoutErrorMessages(new CloudWatchLogsClient(DEPLOYMENT_SETTINGS));

export const cloudWatchLogGroups = (client: CloudWatchLogsClient): LogGroups => ({
  create: (logGroupName, owner) =>
    succeeds(ResourceAlreadyExistsException, () =>
      client.send(new CreateLogGroupCommand({ logGroupName, tags: { [OWNER_TAG]: owner } })),
    ),

  async find(logGroupName, owner) {
    // Sorted by name, so that the group itself is the first one that begins with its name.
    const { logGroups: [group] = [] } = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName, limit: 1 }),
    );
    if (group?.logGroupName !== logGroupName) {
      return undefined;
    }
    const { tags = {} } = await client.send(
      new ListTagsForResourceCommand({ resourceArn: group.logGroupArn }),
    );
    const { subscriptionFilters = [] } = await client.send(
      new DescribeSubscriptionFiltersCommand({ logGroupName, limit: 1 }),
    );
    return {
      isOwn: tags[OWNER_TAG] === owner,
      keyArn: group.kmsKeyId,
      isRead: subscriptionFilters.length > 0 || Number(group.metricFilterCount ?? 0) > 0,
    };
  },

  async setRetention(logGroupName, retentionInDays) {
    await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  },

  async encrypt(logGroupName, kmsKeyId) {
    await client.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
  },

  async stopEncrypting(logGroupName) {
    await client.send(new DisassociateKmsKeyCommand({ logGroupName }));
  },

  async remove(logGroupName) {
    await succeeds(ResourceNotFoundException, () => client.send(new DeleteLogGroupCommand({ logGroupName })));
  },
});

/** False if it fails with the expected error. */
async function succeeds(
  expected: new (...args: never[]) => Error,
  call: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    if (error instanceof expected) {
      return false;
    }
    throw error;
  }
}
