/**
 * Rotation by function: Secrets Manager makes an empty version that is AWSPENDING, answers, and then has the function
 * fill it and make it current, in four calls.
 * Sources: Secrets Manager API reference, RotateSecret; user guide, "Lambda rotation functions".
 */
import { randomUUID } from 'node:crypto';
import type { Stack } from '../../cloudformation/load-stack.ts';
import type { LambdaPool } from '../lambda/pool.ts';
import { AwsError } from '../wire/aws-error.ts';

const SCHEDULE_TYPE = 'AWS::SecretsManager::RotationSchedule';
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

type Input = Record<string, unknown>;

/** What a template says of a secret's rotation. */
interface Schedule {
  readonly functionArn: string;
  readonly rules: Input;
}

/** What rotation needs of the secret. */
interface Rotatable {
  readonly arn: string;
  /** The version that is AWSPENDING and not current. */
  readonly unfinished: string | undefined;
  /** Makes a version without a value that is AWSPENDING. */
  readonly stage: (version: string) => void;
}

interface Rotation {
  /** Members of DescribeSecret; none where there is no schedule. */
  readonly described: (secretArn: string) => object;
  /** Starts a rotation and gives the id of the new version, which is not current yet. */
  readonly start: (secret: Rotatable, input: Input) => string;
}

export function createRotation(stack: Stack, invoke: LambdaPool['invoke']): Rotation {
  const schedules = new Map(
    [...stack.resources.values()]
      .filter(({ type }) => type === SCHEDULE_TYPE)
      .map(({ properties }): [string, Schedule] => [
        String(properties.SecretId),
        {
          functionArn: String(properties.RotationLambdaARN),
          rules: (properties.RotationRules ?? {}) as Input,
        },
      ]),
  );

  const run = async (functionArn: string, SecretId: string, ClientRequestToken: string): Promise<void> => {
    for (const Step of STEPS) {
      const { kind } = await invoke(functionArn, JSON.stringify({ Step, SecretId, ClientRequestToken }));
      // The version stays AWSPENDING, and the function's own log says why.
      if (kind !== 'result') {
        return;
      }
    }
  };

  return {
    described(secretArn) {
      const schedule = schedules.get(secretArn);
      if (!schedule) {
        return {};
      }
      return {
        RotationEnabled: true,
        RotationLambdaARN: schedule.functionArn,
        RotationRules: schedule.rules,
      };
    },
    start({ arn, unfinished, stage }, input) {
      const other = ['RotationLambdaARN', 'RotationRules', 'ExternalSecretRotationMetadata'].filter(
        (name) => input[name] !== undefined,
      );
      if (other.length > 0 || input.RotateImmediately === false) {
        const what = other[0] ?? 'RotateImmediately: false';
        throw new AwsError(
          'InvalidParameterException',
          `The local runtime rotates at once and as the template says, without ${what}.`,
        );
      }
      const schedule = schedules.get(arn);
      if (!schedule) {
        throw new AwsError(
          'InvalidRequestException',
          'No Lambda rotation function ARN is associated with this secret.',
        );
      }
      const version = String(input.ClientRequestToken ?? randomUUID());
      if (unfinished !== undefined && unfinished !== version) {
        throw new AwsError(
          'InvalidRequestException',
          "A previous rotation isn't complete. That rotation will be reattempted.",
        );
      }
      stage(version);
      void run(schedule.functionArn, arn, version).catch(() => undefined);
      return version;
    },
  };
}
