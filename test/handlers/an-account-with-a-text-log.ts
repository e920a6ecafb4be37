/**
 * The part of an account that deployments share because of SNS's delivery log: SNS's settings, log groups with tags,
 * keys and subscriptions, and the right to pass a role. Mocked clients answer from it as AWS does.
 */
import type {
  CloudWatchLogsClientResolvedConfig,
  ServiceInputTypes as LogsInputs,
  ServiceOutputTypes as LogsOutputs,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AssociateKmsKeyCommand,
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
import type {
  SNSClientResolvedConfig,
  ServiceInputTypes as SnsInputs,
  ServiceOutputTypes as SnsOutputs,
} from '@aws-sdk/client-sns';
import { GetSMSAttributesCommand, SetSMSAttributesCommand } from '@aws-sdk/client-sns';
import type { AwsStub } from 'aws-sdk-client-mock';
import { serviceError } from './adapters/service-errors.ts';

const ARN = 'arn:aws:logs:eu-west-1:000000000000:log-group:';

type SnsStub = AwsStub<SnsInputs, SnsOutputs, SNSClientResolvedConfig>;
type LogsStub = AwsStub<LogsInputs, LogsOutputs, CloudWatchLogsClientResolvedConfig>;

export interface Group {
  readonly tags: Readonly<Record<string, string>>;
  retention?: number;
  key?: string;
  /** Who is subscribed. */
  readonly filters: string[];
  metricFilters: number;
}

export class Account {
  readonly groups = new Map<string, Group>();
  attributes: Record<string, string> = {};
  /** The role that the caller may pass to SNS. */
  passable = '';

  constructor(sns: SnsStub, logs: LogsStub) {
    sns.on(GetSMSAttributesCommand).callsFake(({ attributes: asked }) => ({
      attributes: Object.fromEntries(
        Object.entries(this.attributes).filter(([name]) => asked.includes(name)),
      ),
    }));
    sns.on(SetSMSAttributesCommand).callsFake(({ attributes }) => {
      const role = attributes.DeliveryStatusIAMRole ?? '';
      if (role !== '' && role !== this.passable) {
        throw serviceError('AuthorizationErrorException', 403, 'not authorized to perform: iam:PassRole');
      }
      Object.assign(this.attributes, attributes);
      return {};
    });
    logs.on(CreateLogGroupCommand).callsFake(({ logGroupName, tags = {} }) => {
      if (this.groups.has(logGroupName)) {
        throw new ResourceAlreadyExistsException({ message: '', $metadata: {} });
      }
      this.add(logGroupName, { tags });
      return {};
    });
    logs.on(DescribeLogGroupsCommand).callsFake(({ logGroupNamePrefix, limit }) => ({
      logGroups: [...this.groups]
        .filter(([name]) => name.startsWith(logGroupNamePrefix))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .slice(0, limit)
        .map(([logGroupName, { key, retention, metricFilters }]) => ({
          ...{ logGroupName, logGroupArn: ARN + logGroupName, arn: `${ARN}${logGroupName}:*` },
          ...{ kmsKeyId: key, retentionInDays: retention, metricFilterCount: metricFilters },
        })),
    }));
    logs
      .on(ListTagsForResourceCommand)
      .callsFake(({ resourceArn }) => ({ tags: this.group(resourceArn.slice(ARN.length)).tags }));
    logs.on(DescribeSubscriptionFiltersCommand).callsFake(({ logGroupName }) => ({
      subscriptionFilters: this.group(logGroupName).filters.map((filterName) => ({ filterName })),
    }));
    logs.on(PutRetentionPolicyCommand).callsFake(({ logGroupName, retentionInDays }) => {
      this.group(logGroupName).retention = retentionInDays;
      return {};
    });
    logs.on(AssociateKmsKeyCommand).callsFake(({ logGroupName, kmsKeyId }) => {
      this.group(logGroupName).key = kmsKeyId;
      return {};
    });
    logs.on(DisassociateKmsKeyCommand).callsFake(({ logGroupName }) => {
      delete this.group(logGroupName).key;
      return {};
    });
    logs.on(DeleteLogGroupCommand).callsFake(({ logGroupName }) => {
      this.group(logGroupName);
      this.groups.delete(logGroupName);
      return {};
    });
  }

  /** A group of the account's owner. */
  add(name: string, group: Partial<Group> = {}): void {
    this.groups.set(name, { tags: {}, filters: [], metricFilters: 0, ...group });
  }

  group(name: string): Group {
    const group = this.groups.get(name);
    if (!group) {
      throw new ResourceNotFoundException({ message: '', $metadata: {} });
    }
    return group;
  }

  subscribe(name: string): void {
    for (const { filters } of this.groups.values()) {
      filters.push(name);
    }
  }

  unsubscribe(name: string): void {
    for (const { filters } of this.groups.values()) {
      const at = filters.indexOf(name);
      if (at >= 0) {
        filters.splice(at, 1);
      }
    }
  }
}
