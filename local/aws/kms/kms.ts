/**
 * AWS KMS: the stack's signing keys, kept from an earlier run or generated.
 * Encryption keys can only be described: nothing is encrypted on this machine.
 */
import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { JsonOperations } from '../wire/wire.ts';

const KEY_TYPE = 'AWS::KMS::Key';
const SIGNING_SPEC = 'ECC_NIST_P256';
const SIGNING_USAGE = 'SIGN_VERIFY';
const ALGORITHM = 'ECDSA_SHA_256';
const MAX_MESSAGE_BYTES = 4096;

interface Key {
  readonly id: string;
  readonly arn: string;
  readonly spec: string;
  readonly usage: string;
  readonly description: string;
  /** Present on signing keys. */
  readonly pair?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
}

type SigningKey = Key & Required<Pick<Key, 'pair'>>;
type Input = Record<string, unknown>;
/** Private keys by ARN, PKCS #8 in PEM. */
type KeptKeys = Readonly<Record<string, string>>;

/** The operations on the stack's keys. @throws when a key's spec or usage is not supported here */
export function createKms(stack: Stack, keeper: Keeper<KeptKeys> = forgets()): JsonOperations {
  const keys = [...stack.resources.values()]
    .filter(({ type }) => type === KEY_TYPE)
    .map((resource) => createKey(resource, keeper.kept ?? {}));
  keeper.save(() => Object.fromEntries(keys.filter(isSigning).map(({ arn, pair }) => [arn, toPem(pair)])));

  function find({ KeyId }: Input): Key {
    const key = keys.find(({ id, arn }) => KeyId === id || KeyId === arn);
    if (!key) {
      throw new AwsError('NotFoundException', `Key '${String(KeyId)}' does not exist`);
    }
    return key;
  }
  function findSigning(input: Input): SigningKey {
    const key = find(input);
    if (isSigning(key)) {
      return key;
    }
    throw new AwsError('UnsupportedOperationException', `${key.arn} is a symmetric key, which cannot sign.`);
  }

  return {
    ListKeys() {
      return { Keys: keys.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), Truncated: false };
    },
    DescribeKey(input) {
      const { id, arn, spec, usage, description, pair } = find(input);
      return {
        KeyMetadata: {
          KeyId: id,
          Arn: arn,
          AWSAccountId: stack.accountId,
          Description: description,
          Enabled: true,
          KeyState: 'Enabled',
          KeyManager: 'CUSTOMER',
          KeySpec: spec,
          KeyUsage: usage,
          ...(pair ? { SigningAlgorithms: [ALGORITHM] } : {}),
        },
      };
    },
    GetPublicKey(input) {
      const { arn, pair } = findSigning(input);
      return {
        KeyId: arn,
        KeySpec: SIGNING_SPEC,
        KeyUsage: SIGNING_USAGE,
        SigningAlgorithms: [ALGORITHM],
        PublicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      };
    },
    Sign(input) {
      const { arn, pair } = findSigning(input);
      const message = readMessage(input);
      const signature = sign('sha256', message, { key: pair.privateKey, dsaEncoding: 'der' });
      return { KeyId: arn, SigningAlgorithm: ALGORITHM, Signature: signature.toString('base64') };
    },
  };
}

function createKey({ ref, arn = '', path, properties }: Resource, kept: KeptKeys): Key {
  const spec = String(properties.KeySpec ?? 'SYMMETRIC_DEFAULT');
  const usage = String(properties.KeyUsage ?? 'ENCRYPT_DECRYPT');
  const key = { id: ref, arn, spec, usage, description: String(properties.Description ?? '') };
  if (usage === 'ENCRYPT_DECRYPT') {
    return key;
  }
  if (spec !== SIGNING_SPEC || usage !== SIGNING_USAGE) {
    throw new Error(`${path}: the local runtime supports only signing keys of ${SIGNING_SPEC}, not ${spec}.`);
  }
  const pem = Object.hasOwn(kept, arn) ? kept[arn] : undefined;
  return {
    ...key,
    pair: pem === undefined ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : toPair(pem),
  };
}

const toPem = ({ privateKey }: SigningKey['pair']): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

function toPair(pem: string): SigningKey['pair'] {
  const privateKey = createPrivateKey(pem);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

const isSigning = (key: Key): key is SigningKey => key.pair !== undefined;

function readMessage({ Message, MessageType, SigningAlgorithm }: Input): Buffer {
  if (SigningAlgorithm !== ALGORITHM) {
    throw new AwsError('InvalidKeyUsageException', `The key signs with ${ALGORITHM} only.`);
  }
  if (MessageType !== undefined && MessageType !== 'RAW') {
    throw new AwsError('ValidationException', 'The local runtime supports MessageType RAW only.');
  }
  const message = Buffer.from(typeof Message === 'string' ? Message : '', 'base64');
  if (message.length === 0 || message.length > MAX_MESSAGE_BYTES) {
    throw new AwsError('ValidationException', `Message must have 1 to ${MAX_MESSAGE_BYTES} bytes.`);
  }
  return message;
}
