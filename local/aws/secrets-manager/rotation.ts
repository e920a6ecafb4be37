/**
 * Rotation by Lambda function: Secrets Manager creates an empty AWSPENDING version, answers, and then calls
 * the function four times to fill that version and make it current.
 * Sources: Secrets Manager API reference, RotateSecret; user guide, "Lambda rotation functions".
 */
import { randomUUID } from 'node:crypto';
import type { Stack } from '../../cloudformation/load-stack.ts';
import type { LambdaPool } from '../lambda/pool.ts';
import { AwsError } from '../wire/aws-error.ts';

const SCHEDULE_TYPE = 'AWS::SecretsManager::RotationSchedule';
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

type Input = Record<string, unknown>;

/** A secret's rotation, as the template configures it. */
interface Schedule {
  readonly functionArn: string;
  readonly rules: Input;
}

/** The parts of a secret that rotation needs. */
interface Rotatable {
  readonly arn: string;
  /** The version that is AWSPENDING and not AWSCURRENT: an unfinished rotation. */
  readonly unfinished: string | undefined;
  /** Creates an AWSPENDING version without a value. */
  readonly stage: (version: string) => void;
}

interface Rotation {
  /** Members of DescribeSecret's output; none without a schedule. */
  readonly described: (secretArn: string) => object;
  /** Starts a rotation and returns the id of the new version, which is not current yet. */
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
      // After a failure the version stays AWSPENDING, and the function's log says why.
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
          `The local runtime rotates immediately and as the template says; it does not support ${what}.`,
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
