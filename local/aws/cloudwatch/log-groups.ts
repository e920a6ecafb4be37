/**
 * Log groups: the template's, and those that are created while the service runs.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 */
import type { Stack } from '../../cloudformation/load-stack.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { JsonOperations } from '../wire/wire.ts';

const LOG_GROUP_TYPE = 'AWS::Logs::LogGroup';
const FILTER_TYPE = 'AWS::Logs::SubscriptionFilter';
const KEY_TYPE = 'AWS::KMS::Key';
const NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545],
  ...[731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

/** Without a limit. */
const MOST_LISTED = 50;

type Input = Record<string, unknown>;

interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  keyArn?: unknown;
  retentionDays?: unknown;
}

export interface LogGroups {
  readonly operations: JsonOperations;
  has(name: string): boolean;
  /** Creates it if it does not exist, as services with that permission do. */
  ensure(name: string): void;
  /** By `logGroupName` or `logGroupIdentifier`. @throws {AwsError} if it does not exist */
  find(input: Input): LogGroup;
}

export function createLogGroups(stack: Stack): LogGroups {
  const resources = [...stack.resources.values()];
  const groups = new Map(
    resources
      .filter(({ type }) => type === LOG_GROUP_TYPE)
      .map(({ ref, arn = '', properties }): [string, LogGroup] => [
        ref,
        {
          ...{ name: ref, arn, tags: tagsOf(properties.Tags) },
          ...{ keyArn: properties.KmsKeyId, retentionDays: properties.RetentionInDays },
        },
      ]),
  );
  const filters = resources.filter(({ type }) => type === FILTER_TYPE);
  const keys = resources.filter(({ type }) => type === KEY_TYPE).map(({ arn }) => arn);

  const add = (name: string, tags: LogGroup['tags'] = {}) =>
    groups.set(name, {
      name,
      arn: `arn:aws:logs:${stack.region}:${stack.accountId}:log-group:${name}:*`,
      tags,
    });

  function find({ logGroupName, logGroupIdentifier }: Input): LogGroup {
    const asked = logGroupName ?? logGroupIdentifier;
    const group = [...groups.values()].find(({ name, arn }) => name === asked || withoutEnd(arn) === asked);
    if (!group) {
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    }
    return group;
  }

  return {
    has: (name) => groups.has(name),
    ensure: (name) => void (groups.has(name) || add(name)),
    find,
    operations: {
      CreateLogGroup({ logGroupName, tags }) {
        const name = String(logGroupName ?? '');
        if (!NAME.test(name)) {
          throw invalid('logGroupName must be 1 to 512 of a-z, A-Z, 0-9, _ - / . and #.');
        }
        if (groups.has(name)) {
          throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
        }
        add(name, tags as LogGroup['tags'] | undefined);
        return {};
      },
      DescribeLogGroups({ logGroupNamePrefix = '', limit = MOST_LISTED }) {
        const listed = [...groups.values()]
          .filter(({ name }) => name.startsWith(String(logGroupNamePrefix)))
          .sort((one, other) => (one.name < other.name ? -1 : 1));
        return { logGroups: listed.slice(0, Number(limit)).map(described) };
      },
      DescribeSubscriptionFilters(input) {
        const { name } = find(input);
        const found = filters.filter(({ properties }) => properties.LogGroupName === name);
        return {
          subscriptionFilters: found.map(({ ref, properties }) => ({
            ...{ filterName: ref, logGroupName: name },
            ...{ filterPattern: properties.FilterPattern, destinationArn: properties.DestinationArn },
          })),
        };
      },
      ListTagsForResource({ resourceArn }) {
        return { tags: find({ logGroupIdentifier: resourceArn }).tags };
      },
      DeleteLogGroup(input) {
        groups.delete(find(input).name);
        return {};
      },
      PutRetentionPolicy(input) {
        const group = find(input);
        if (!RETENTION_DAYS.includes(Number(input.retentionInDays))) {
          throw invalid(`retentionInDays must be one of ${RETENTION_DAYS.join(', ')}.`);
        }
        group.retentionDays = input.retentionInDays;
        return {};
      },
      AssociateKmsKey(input) {
        const group = find(input);
        if (!keys.includes(String(input.kmsKeyId))) {
          throw invalid('The specified KMS key does not exist or is not allowed to be used.');
        }
        group.keyArn = input.kmsKeyId;
        return {};
      },
      DisassociateKmsKey(input) {
        find(input).keyArn = undefined;
        return {};
      },
    },
  };
}

const described = ({ name, arn, keyArn, retentionDays }: LogGroup) => ({
  ...{ logGroupName: name, arn, logGroupArn: withoutEnd(arn), metricFilterCount: 0 },
  ...{ kmsKeyId: keyArn, retentionInDays: retentionDays },
});

/** The form that names a group itself; the other includes its contents. */
const withoutEnd = (arn: string): string => arn.replace(/:\*$/, '');

const tagsOf = (given: unknown): LogGroup['tags'] =>
  Object.fromEntries(
    ((given ?? []) as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]),
  );

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);
