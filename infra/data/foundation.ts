/** What every part of the service stands on: the key, the tables, the secret and common settings. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { SERVICE_NAME } from '../../handlers/contract/metrics.ts';
import { acceptFindings, sameFor } from '../cdk/findings.ts';
import type { LogKeeping } from '../cdk/log-keeping.ts';
import type { Removal } from '../cdk/removal.ts';
import { removalOf } from '../cdk/removal.ts';
import { serviceNameOf } from '../config/deployment.ts';
import type { Config } from '../config/schema.ts';
import { AuditLog } from './audit-log.ts';
import { CourierKey } from './courier-key.ts';
import { ReceiptKey } from './receipt-key.ts';
import { TokenTables } from './tables.ts';

/** What all functions of a deployment share. */
export interface FunctionDefaults extends LogKeeping {
  /** Tells the metrics, logs and traces of deployments apart. */
  readonly service: string;
}

export interface Foundation {
  readonly config: Config;
  readonly removal: Removal;
  readonly defaults: FunctionDefaults;
  readonly audit: AuditLog;
  readonly tables: TokenTables;
  readonly secret: Secret;
  /** Not rotated: destinations in the limits table are named by it, opt-outs for ever. */
  readonly subjectSecret: Secret;
  /** Names people in logs and traces; not rotated, so that a person's lines stay together. */
  readonly referenceSecret: Secret;
  /** Of no use outside the stack; a new value takes effect with a deployment. */
  readonly edgeProof: Secret;
  /** Absent where no receipts are signed. */
  readonly receiptKey: ReceiptKey | undefined;
  /** Names of people's own topics begin with it. */
  readonly topicPrefix: string;
}

/**
 * Changing how a secret is generated, or its id in the template, gives a deployed secret a new value: every opt-out
 * would be forgotten. test/infra/data/secrets.test.ts holds both fast.
 */
const GENERATED = { passwordLength: 64, excludePunctuation: true };

const ROTATION = ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'];

export function layFoundation(scope: Construct, config: Config): Foundation {
  const removal = removalOf(config);
  const removalPolicy = removal.policy;
  const key = new CourierKey(scope, 'key', { removalPolicy });
  return {
    config,
    removal,
    defaults: {
      key,
      removalPolicy,
      logRetentionDays: config.logRetentionDays,
      service: serviceNameOf(SERVICE_NAME, config),
    },
    audit: new AuditLog(scope, 'audit', { key, removalPolicy, logRetentionDays: config.auditRetentionDays }),
    tables: new TokenTables(scope, 'tables', { key, removal }),
    secret: new Secret(scope, 'token-secret', {
      description: 'Token Courier: the keys that seal and digest tokens are derived from it',
      encryptionKey: key,
      generateSecretString: GENERATED,
      removalPolicy,
    }),
    subjectSecret: acceptFindings(
      new Secret(scope, 'subject-secret', {
        description:
          'Token Courier: names destinations in counters and opt-outs; a new value forgets all of them',
        encryptionKey: key,
        generateSecretString: GENERATED,
        removalPolicy,
      }),
      sameFor(ROTATION, 'Never rotated: a new value would forget every opt-out.'),
    ),
    referenceSecret: acceptFindings(
      new Secret(scope, 'reference-secret', {
        description: 'Token Courier: names people in logs and traces',
        encryptionKey: key,
        generateSecretString: GENERATED,
        removalPolicy,
      }),
      sameFor(ROTATION, "Never rotated: a new value would part a person's lines in two."),
    ),
    edgeProof: acceptFindings(
      new Secret(scope, 'edge-proof', {
        description:
          'Token Courier: tells the firewall before the API that a request came through CloudFront',
        encryptionKey: key,
        generateSecretString: { passwordLength: 32, excludePunctuation: true },
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      sameFor(ROTATION, 'It only exempts from the rate rules by address, and is read at deployment only.'),
    ),
    receiptKey: config.receipts ? new ReceiptKey(scope, 'receipt-key', { removalPolicy }) : undefined,
    topicPrefix: `${Stack.of(scope).stackName}-contact-`,
  };
}
