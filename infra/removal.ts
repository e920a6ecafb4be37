/**
 * What becomes of a resource when its stack is deleted or rolled back, by the setting `removalPolicy`.
 *
 * What is kept must not stand in the way of the next deployment: nothing that is kept has a name of its own
 * choosing, and what a first deployment made before it failed goes with its rollback. Tables and user pool
 * are the exception: they refuse to be deleted while they are protected, which would end the rollback in
 * ROLLBACK_FAILED, so of a first deployment that failed they stay, empty.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
import { RemovalPolicy } from 'aws-cdk-lib';

export interface Removal {
  /** Of keys, secrets and logs. */
  readonly policy: RemovalPolicy;
  /** Of what can be protected from deletion, and is where `isProtected`. */
  readonly protectedPolicy: RemovalPolicy;
  readonly isProtected: boolean;
}

export function removalOf({ removalPolicy }: { readonly removalPolicy: 'retain' | 'destroy' }): Removal {
  const { DESTROY, RETAIN, RETAIN_ON_UPDATE_OR_DELETE } = RemovalPolicy;
  return removalPolicy === 'destroy'
    ? { policy: DESTROY, protectedPolicy: DESTROY, isProtected: false }
    : { policy: RETAIN_ON_UPDATE_OR_DELETE, protectedPolicy: RETAIN, isProtected: true };
}
