/**
 * What every part of the service uses: the keys, the tables, the secrets, the audit log and common settings.
 */
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
import { configurationSetOf } from './configuration-set.ts';
import { CourierKey } from './courier-key.ts';
import { ReceiptKey } from './receipt-key.ts';
import { TokenTables } from './tables.ts';
import { TwilioCredentials } from './twilio-credentials.ts';

/** Settings that all functions of a deployment share. */
export interface FunctionDefaults extends LogKeeping {
  /** Distinguishes the metrics, logs and traces of several deployments. */
  readonly service: string;
}

export interface Foundation {
  readonly config: Config;
  readonly removal: Removal;
  readonly defaults: FunctionDefaults;
  readonly audit: AuditLog;
  readonly tables: TokenTables;
  readonly secret: Secret;
  /** Never rotated: it names destinations in the limits table, and opt-outs are kept forever. */
  readonly subjectSecret: Secret;
  /** Names people in logs and traces. Never rotated, so that a person keeps the same name. */
  readonly referenceSecret: Secret;
  /** Useless outside the stack. A new value takes effect with the next deployment. */
  readonly edgeProof: Secret;
  /** Undefined when receipts are off. */
  readonly receiptKey: ReceiptKey | undefined;
  /** Undefined where the API does not speak Twilio Verify. */
  readonly twilio: TwilioCredentials | undefined;
  /** The prefix of the names of people's own topics. */
  readonly topicPrefix: string;
  /** That emails by SES are sent with; empty where SES sends none. */
  readonly configurationSet: string;
  /** The value of their tag `EMAIL_TAG`: the stack's name, because several stacks may send with one set. */
  readonly emailTag: string;
}

/**
 * If a secret's generation or its logical id changes, a deployed secret gets a new value. The service would
 * then forget every opt-out. test/infra/data/secrets.test.ts pins both.
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
    tables: new TokenTables(scope, 'tables', { key, removal, keepsActivity: config.activityDays > 0 }),
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
      sameFor(ROTATION, "Never rotated: a new value would split a person's log lines in two."),
    ),
    edgeProof: acceptFindings(
      new Secret(scope, 'edge-proof', {
        description:
          'Token Courier: tells the firewall before the API that a request came through CloudFront',
        encryptionKey: key,
        generateSecretString: { passwordLength: 32, excludePunctuation: true },
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      sameFor(ROTATION, 'It only exempts from the rate rules by address, and is read only at deployment.'),
    ),
    receiptKey: config.receipts ? new ReceiptKey(scope, 'receipt-key', { removalPolicy }) : undefined,
    twilio: config.twilioVerify ? new TwilioCredentials(scope, 'twilio', { key, removalPolicy }) : undefined,
    topicPrefix: `${Stack.of(scope).stackName}-contact-`,
    configurationSet: configurationSetOf(scope, config),
    emailTag: config.emailSender.kind === 'ses' ? Stack.of(scope).stackName : '',
  };
}
