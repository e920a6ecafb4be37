/** The secret of one hook, which the system that calls it has a copy of. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acceptFindings, sameFor } from '../cdk/findings.ts';

const ROTATION = ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'];

export interface HookSecretProps {
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** local/product.ts finds it by the name of the hook in its path. */
export const hookSecret = (scope: Construct, hook: string, { key, removalPolicy }: HookSecretProps): Secret =>
  acceptFindings(
    new Secret(scope, `${hook}-secret`, {
      description: `Token Courier: shared with the system that calls the hook ${hook}`,
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
