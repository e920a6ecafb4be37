/** What every part of the service stands on: the key, the tables, the secret and common settings. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';
import type { FunctionDefaults } from './courier-function.ts';
import { CourierKey } from './courier-key.ts';
import { ReceiptKey } from './receipt-key.ts';
import { TokenTables } from './token-tables.ts';

export interface Foundation {
  readonly config: Config;
  readonly defaults: FunctionDefaults;
  readonly tables: TokenTables;
  readonly secret: Secret;
  /** Not rotated: destinations in the limits table are named by it, opt-outs for ever. */
  readonly subjectSecret: Secret;
  /** Worth nothing without the stack; a new value needs a deployment. */
  readonly edgeProof: Secret;
  /** Absent where no receipts are signed. */
  readonly receiptKey: ReceiptKey | undefined;
  /** Names of people's own topics begin with it. */
  readonly topicPrefix: string;
}

/** Whether what holds data or logs goes with its stack. */
export const removalPolicyOf = (config: Pick<Config, 'removalPolicy'>): RemovalPolicy =>
  config.removalPolicy === 'destroy' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN;

export function layFoundation(scope: Construct, config: Config): Foundation {
  const removalPolicy = removalPolicyOf(config);
  const key = new CourierKey(scope, 'key', { removalPolicy });
  return {
    config,
    defaults: { key, removalPolicy, logRetentionDays: config.logRetentionDays },
    tables: new TokenTables(scope, 'tables', { key, removalPolicy }),
    secret: new Secret(scope, 'token-secret', {
      description: 'Token Courier: the keys that seal and digest tokens are derived from it',
      encryptionKey: key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy,
    }),
    subjectSecret: new Secret(scope, 'subject-secret', {
      description:
        'Token Courier: names destinations in counters and opt-outs; a new value forgets all of them',
      encryptionKey: key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy,
    }),
    edgeProof: new Secret(scope, 'edge-proof', {
      description: 'Token Courier: tells the firewall before the API that a request came through CloudFront',
      encryptionKey: key,
      generateSecretString: { passwordLength: 32, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    }),
    receiptKey: config.receipts ? new ReceiptKey(scope, 'receipt-key', { removalPolicy }) : undefined,
    topicPrefix: `${Stack.of(scope).stackName}-contact-`,
  };
}
