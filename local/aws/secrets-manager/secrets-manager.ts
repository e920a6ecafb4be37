/** AWS Secrets Manager: the stack's secrets, with their versions and staging labels. */
import { randomUUID } from 'node:crypto';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';
import type { LambdaPool } from '../lambda/pool.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { JsonOperations } from '../wire/wire.ts';
import { createRotation } from './rotation.ts';
import type { GenerateSecretString } from './secret-string.ts';
import { generateSecretString } from './secret-string.ts';

const SECRET_TYPE = 'AWS::SecretsManager::Secret';
const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';
const PENDING = 'AWSPENDING';

interface SecretVersion {
  readonly id: string;
  /** Absent until a rotation fills it. */
  readonly secretString?: string;
  /** Epoch seconds, as in the service's JSON. */
  readonly createdDate: number;
  readonly stages: Set<string>;
}

interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly createdDate: number;
  description: string | undefined;
  readonly versions: Map<string, SecretVersion>;
}

/** The JSON form, by ARN. */
type KeptSecrets = Readonly<
  Record<
    string,
    Pick<Secret, 'createdDate' | 'description'> & {
      readonly versions: readonly (Omit<SecretVersion, 'stages'> & { readonly stages: readonly string[] })[];
    }
  >
>;

type Input = Record<string, unknown>;

/**
 * The operations on the stack's secrets, which are kept from an earlier run or generated. Whoever reads one gets this
 * machine's addresses in the place of AWS's, as functions do in their variables.
 */
export function createSecretsManager(
  stack: Stack,
  now: () => number = Date.now,
  keeper: Keeper<KeptSecrets> = forgets(),
  invoke: LambdaPool['invoke'] = noFunctions,
  localise: (value: string) => string = (value) => value,
): JsonOperations {
  const rotation = createRotation(stack, invoke);
  const nowSeconds = () => now() / 1000;
  const secrets = [...stack.resources.values()]
    .filter(({ type }) => type === SECRET_TYPE)
    .map((resource) => recallSecret(resource, keeper.kept ?? {}) ?? createSecret(resource, nowSeconds()));
  const save = () => keeper.save(() => Object.fromEntries(secrets.map((each) => [each.arn, toKept(each)])));
  save();

  function find(input: Input): Secret {
    const secret = secrets.find((each) => isNamed(each, String(input.SecretId ?? '')));
    if (!secret) {
      throw notFound("Secrets Manager can't find the specified secret.");
    }
    return secret;
  }

  function put(secret: Secret, input: Input): SecretVersion {
    const id = String(input.ClientRequestToken ?? randomUUID());
    const secretString = input.SecretString;
    if (typeof secretString !== 'string' || secretString === '') {
      throw new AwsError(
        'InvalidParameterException',
        'The local runtime supports SecretString only, and requires it.',
      );
    }
    const existing = secret.versions.get(id);
    const isEmpty = existing?.secretString === undefined;
    if (existing && !isEmpty && existing.secretString !== secretString) {
      throw new AwsError(
        'ResourceExistsException',
        `You can't modify version ${id}, which has a different value.`,
      );
    }
    if (existing && !isEmpty) {
      return existing;
    }
    const version = {
      id,
      secretString,
      createdDate: nowSeconds(),
      stages: existing?.stages ?? new Set<string>(),
    };
    secret.versions.set(id, version);
    for (const stage of (input.VersionStages as string[] | undefined) ?? [CURRENT]) {
      moveStage(secret, stage, version);
    }
    save();
    return version;
  }

  return {
    GetSecretValue(input) {
      const secret = find(input);
      const version = findVersion(secret, input);
      return {
        ...identity(secret),
        ...versionIdentity(version),
        ...(version.secretString !== undefined && { SecretString: localise(version.secretString) }),
        CreatedDate: version.createdDate,
      };
    },
    DescribeSecret(input) {
      const secret = find(input);
      return { ...described(secret), ...rotation.described(secret.arn) };
    },
    ListSecretVersionIds(input) {
      const secret = find(input);
      const versions = [...secret.versions.values()].filter(
        ({ stages }) => stages.size > 0 || input.IncludeDeprecated === true,
      );
      return {
        ...identity(secret),
        Versions: versions.map((each) => ({ ...versionIdentity(each), CreatedDate: each.createdDate })),
      };
    },
    RotateSecret(input) {
      const secret = find(input);
      const pending = versionWith(secret, PENDING);
      const unfinished = pending?.stages.has(CURRENT) ? undefined : pending?.id;
      const stage = (id: string) => {
        if (!secret.versions.has(id)) {
          secret.versions.set(id, { id, createdDate: nowSeconds(), stages: new Set() });
        }
        moveStage(secret, PENDING, versionOf(secret, id));
        save();
      };
      const VersionId = rotation.start({ arn: secret.arn, unfinished, stage }, input);
      return { ...identity(secret), VersionId };
    },
    UpdateSecretVersionStage(input) {
      const secret = find(input);
      const stage = String(input.VersionStage ?? '');
      const holder = versionWith(secret, stage);
      if (holder && holder.id !== input.RemoveFromVersionId && holder.id !== input.MoveToVersionId) {
        throw new AwsError(
          'InvalidParameterException',
          `The staging label ${stage} is attached to version ${holder.id}, so RemoveFromVersionId must name it.`,
        );
      }
      if (input.MoveToVersionId !== undefined) {
        moveStage(secret, stage, versionOf(secret, String(input.MoveToVersionId)));
      } else if (stage === CURRENT) {
        throw new AwsError('InvalidParameterException', 'AWSCURRENT can be moved but not removed.');
      } else {
        holder?.stages.delete(stage);
      }
      save();
      return identity(secret);
    },
    ListSecrets() {
      return { SecretList: secrets.map(described) };
    },
    PutSecretValue(input) {
      const secret = find(input);
      return { ...identity(secret), ...versionIdentity(put(secret, input)) };
    },
    UpdateSecret(input) {
      const secret = find(input);
      if (typeof input.Description === 'string') {
        secret.description = input.Description;
      }
      save();
      const version = input.SecretString === undefined ? undefined : put(secret, input);
      return { ...identity(secret), ...(version ? { VersionId: version.id } : {}) };
    },
  };
}

function createSecret({ ref, properties }: Resource, createdDate: number): Secret {
  const given = properties.SecretString;
  const secretString =
    typeof given === 'string'
      ? given
      : generateSecretString((properties.GenerateSecretString ?? {}) as GenerateSecretString);
  const version = { id: randomUUID(), secretString, createdDate, stages: new Set([CURRENT]) };
  return {
    arn: ref,
    name: nameIn(ref),
    createdDate,
    description: typeof properties.Description === 'string' ? properties.Description : undefined,
    versions: new Map([[version.id, version]]),
  };
}

function recallSecret({ ref }: Resource, secrets: KeptSecrets): Secret | undefined {
  const kept = Object.hasOwn(secrets, ref) ? secrets[ref] : undefined;
  if (!kept) {
    return undefined;
  }
  const { createdDate, description, versions } = kept;
  return {
    arn: ref,
    name: nameIn(ref),
    createdDate,
    description,
    versions: new Map(
      versions.map((version) => [version.id, { ...version, stages: new Set(version.stages) }]),
    ),
  };
}

const toKept = ({ createdDate, description, versions }: Secret): KeptSecrets[string] => ({
  createdDate,
  description,
  versions: [...versions.values()].map((version) => ({ ...version, stages: [...version.stages] })),
});

/** `...:secret:<name>-<six characters>` */
const nameIn = (arn: string): string =>
  arn
    .split(':')
    .slice(6)
    .join(':')
    .replace(/-.{6}$/, '');

/** By name, by ARN, or by ARN without its six random characters. */
const isNamed = ({ arn, name }: Secret, secretId: string): boolean =>
  secretId === name || secretId === arn || secretId === arn.replace(/-.{6}$/, '');

const versionWith = ({ versions }: Secret, stage: string): SecretVersion | undefined =>
  [...versions.values()].find(({ stages }) => stages.has(stage));

function versionOf({ versions }: Secret, id: string): SecretVersion {
  const version = versions.get(id);
  if (!version) {
    throw notFound(`Secrets Manager can't find the specified secret version: ${id}`);
  }
  return version;
}

const noFunctions: LambdaPool['invoke'] = async () => {
  throw new AwsError('ResourceNotFoundException', 'There are no functions.');
};

function findVersion({ versions }: Secret, { VersionId, VersionStage }: Input): SecretVersion {
  const stage = VersionStage ?? (VersionId === undefined ? CURRENT : undefined);
  const found = [...versions.values()].find(
    ({ id, stages }) =>
      (VersionId === undefined || id === VersionId) && (stage === undefined || stages.has(String(stage))),
  );
  const asked = VersionId === undefined ? `staging label: ${stage}` : `VersionId: ${VersionId}`;
  if (found?.secretString === undefined) {
    throw notFound(`Secrets Manager can't find the specified secret value for ${asked}`);
  }
  return found;
}

/**
 * A staging label is on one version only. When AWSCURRENT moves, the version that had it gets AWSPREVIOUS.
 */
function moveStage({ versions }: Secret, stage: string, to: SecretVersion): void {
  const from = [...versions.values()].find(({ stages }) => stages.has(stage));
  if (from === to) {
    return;
  }
  from?.stages.delete(stage);
  to.stages.add(stage);
  if (stage !== CURRENT || !from) {
    return;
  }
  for (const { stages } of versions.values()) {
    stages.delete(PREVIOUS);
  }
  from.stages.add(PREVIOUS);
}

const identity = ({ arn, name }: Secret) => ({ ARN: arn, Name: name });

const versionIdentity = ({ id, stages }: SecretVersion) => ({ VersionId: id, VersionStages: [...stages] });

const described = (secret: Secret) => ({
  ...identity(secret),
  ...(secret.description === undefined ? {} : { Description: secret.description }),
  CreatedDate: secret.createdDate,
  VersionIdsToStages: Object.fromEntries(
    [...secret.versions.values()]
      .filter(({ stages }) => stages.size > 0)
      .map(({ id, stages }) => [id, [...stages]]),
  ),
});

const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
