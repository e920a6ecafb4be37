/**
 * Log groups: the template's, and those that are created while the service runs.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 */
import type { Stack } from '../../cloudformation/load-stack.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { JsonOperations } from '../wire/wire.ts';

const LOG_GROUP_TYPE = 'AWS::Logs::LogGroup';
const KEY_TYPE = 'AWS::KMS::Key';
const NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545],
  ...[731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

type Input = Record<string, unknown>;

interface LogGroup {
  readonly name: string;
  readonly arn: string;
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
      .map(({ ref, arn = '' }): [string, LogGroup] => [ref, { name: ref, arn }]),
  );
  const keys = resources.filter(({ type }) => type === KEY_TYPE).map(({ arn }) => arn);

  const add = (name: string) =>
    groups.set(name, {
      name,
      arn: `arn:aws:logs:${stack.region}:${stack.accountId}:log-group:${name}:*`,
    });

  function find({ logGroupName, logGroupIdentifier }: Input): LogGroup {
    const asked = logGroupName ?? logGroupIdentifier;
    const group = [...groups.values()].find(
      ({ name, arn }) => name === asked || arn.replace(/:\*$/, '') === asked,
    );
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
      CreateLogGroup({ logGroupName }) {
        const name = String(logGroupName ?? '');
        if (!NAME.test(name)) {
          throw invalid('logGroupName must be 1 to 512 of a-z, A-Z, 0-9, _ - / . and #.');
        }
        if (groups.has(name)) {
          throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
        }
        add(name);
        return {};
      },
      DeleteLogGroup(input) {
        groups.delete(find(input).name);
        return {};
      },
      PutRetentionPolicy(input) {
        find(input);
        if (!RETENTION_DAYS.includes(Number(input.retentionInDays))) {
          throw invalid(`retentionInDays must be one of ${RETENTION_DAYS.join(', ')}.`);
        }
        return {};
      },
      AssociateKmsKey(input) {
        find(input);
        if (!keys.includes(String(input.kmsKeyId))) {
          throw invalid('The specified KMS key does not exist or is not allowed to be used.');
        }
        return {};
      },
    },
  };
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);
