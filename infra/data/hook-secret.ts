/** The secret of one hook, which the system that calls it has a copy of. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acceptFindings, sameFor } from '../cdk/findings.ts';

const ROTATION = ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'];

export interface HookSecretProps {
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
}

export class HookSecret extends Construct {
  readonly secret: Secret;

  /** `id` is the hook's name. */
  constructor(scope: Construct, id: string, { key, removalPolicy }: HookSecretProps) {
    super(scope, id);
    this.secret = acceptFindings(
      new Secret(this, 'secret', {
        description: `Token Courier: shared with the system that calls the hook ${id}`,
        encryptionKey: key,
        // Letters and digits alone are base64 too, of 48 bytes: Supabase takes 32 to 88 characters of it.
        // https://github.com/supabase/auth/blob/bc32168/internal/conf/configuration.go (symmetricSecretFormat)
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
        removalPolicy,
      }),
      sameFor(
        ROTATION,
        'A system elsewhere holds a copy, so a person changes both; two values count meanwhile.',
      ),
    );
  }
}
