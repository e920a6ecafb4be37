/**
 * What the deletion of a stack leaves behind, by type: what it costs to keep, and how it is deleted. Keys come
 * last, because nothing that they encrypt can be read without them.
 *
 * Prices are AWS's list prices in us-east-1, November 2026.
 */

import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  DeleteUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteTopicCommand, paginateListTopics, SNSClient } from '@aws-sdk/client-sns';
import { deleteTable } from './delete-table.ts';
import type { DeployedResource } from './deployed-stack.ts';
import { recoveredTablesOf } from './restore/recovered-table.ts';

const TABLE = 'AWS::DynamoDB::Table';
/** Days until a deleted secret or key is gone; until then it can be restored. Both services allow 7 to 30. */
const RECOVERY_DAYS = 30;

export interface Leftover {
  /** Whether it has what people, operators or callers left in it, or is needed to read that. */
  readonly hasData: boolean;
  /** What keeping it costs, and what happens when it is deleted. */
  readonly note: string;
  /** Absent: it is not deleted here, and `note` says why. */
  readonly remove?: (physicalId: string, region: string) => Promise<void>;
}

/** In the order of their deletion. */
export const LEFTOVERS: Readonly<Record<string, Leftover>> = {
  [TABLE]: {
    hasData: true,
    note: 'costs 0.25 USD a GB and month. Where recovery was on, DynamoDB keeps a backup for 35 days more',
    remove: (name, region) => deleteTable(new DynamoDBClient({ region }), name),
  },
  'AWS::Cognito::UserPool': {
    hasData: true,
    note: 'costs nothing without users who sign in. Operators and clients go with it',
    async remove(UserPoolId, region) {
      const client = new CognitoIdentityProviderClient({ region });
      await unlessGone('ResourceNotFoundException', async () => {
        // Resets every setting that is not named, which matters no more.
        await client.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
        await client.send(new DeleteUserPoolCommand({ UserPoolId }));
      });
    },
  },
  'AWS::SecretsManager::Secret': {
    // One of them holds nothing and always goes: see edgeProof. Where others go, so do the tables.
    hasData: false,
    note: `costs 0.40 USD a month. Deleted, it can be restored for ${RECOVERY_DAYS} days, which cost nothing`,
    async remove(SecretId, region) {
      const client = new SecretsManagerClient({ region });
      const command = new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: RECOVERY_DAYS });
      // A secret that is being deleted is an invalid request.
      await unlessGone(['ResourceNotFoundException', 'InvalidRequestException'], () => client.send(command));
    },
  },
  'AWS::Logs::LogStream': { hasData: true, note: 'goes with its log group' },
  'AWS::Logs::LogGroup': {
    hasData: true,
    note: 'costs 0.03 USD a GB and month, until its retention has deleted everything',
    async remove(logGroupName, region) {
      const client = new CloudWatchLogsClient({ region });
      await unlessGone('ResourceNotFoundException', () =>
        client.send(new DeleteLogGroupCommand({ logGroupName })),
      );
    },
  },
  'AWS::ApiGateway::Account': {
    hasData: false,
    note: 'is a setting of the whole account and region, which other APIs may use',
  },
  'AWS::IAM::Role': {
    hasData: false,
    note: 'costs nothing. Other APIs of the account may log with it, or SNS',
  },
  'AWS::KMS::Key': {
    hasData: true,
    note: `costs 1 USD a month and more with its rotations. Deleted, it can be restored for ${RECOVERY_DAYS} days, which cost nothing`,
    async remove(KeyId, region) {
      const client = new KMSClient({ region });
      const command = new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: RECOVERY_DAYS });
      await unlessGone(['NotFoundException', 'KMSInvalidStateException'], () => client.send(command));
    },
  },
};

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/**
 * People's topics, which are created at run time and belong to no stack. Their names are the stack's, `-contact-` and
 * a UUID, to the letter: what else begins like that is another stack's, such as one named `TokenCourier-contact`.
 */
export async function topicsOf(stackName: string, region: string): Promise<string[]> {
  const arns: string[] = [];
  for await (const { Topics = [] } of paginateListTopics({ client: new SNSClient({ region }) }, {})) {
    arns.push(...Topics.map(({ TopicArn = '' }) => TopicArn));
  }
  const name = new RegExp(`^${stackName}-contact-${UUID}$`);
  return arns.filter((arn) => name.test(arn.split(':').at(-1) ?? ''));
}

/** Tables that restores made beside those of a deployment, which belong to no stack either. */
export async function recoveredBeside(
  resources: readonly DeployedResource[],
  region: string,
): Promise<string[]> {
  const client = new DynamoDBClient({ region });
  const found: string[] = [];
  for (const { type, physicalId = '' } of resources) {
    found.push(...(type === TABLE ? await recoveredTablesOf(client, physicalId) : []));
  }
  return found;
}

export async function deleteTopic(TopicArn: string, region: string): Promise<void> {
  await new SNSClient({ region }).send(new DeleteTopicCommand({ TopicArn }));
}

/** So that a command that was interrupted can be run again. */
async function unlessGone(names: string | readonly string[], remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof Error) || ![names].flat().includes(error.name)) {
      throw error;
    }
  }
}
