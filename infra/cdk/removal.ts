/**
 * What becomes of a resource when its stack is deleted or rolled back, by the setting `removalPolicy`.
 *
 * What is kept must not block the next deployment: none of it has a fixed name, and what a failed first deployment
 * created is deleted by its rollback. Tables and user pool are the exception: they cannot be deleted while they are
 * protected, which would end the rollback in ROLLBACK_FAILED, so they stay, empty.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
import { RemovalPolicy } from 'aws-cdk-lib';

export interface Removal {
  /** For keys, secrets and logs. */
  readonly policy: RemovalPolicy;
  /** For what can be protected from deletion; `isProtected` says whether it is. */
  readonly protectedPolicy: RemovalPolicy;
  readonly isProtected: boolean;
}

export function removalOf({ removalPolicy }: { readonly removalPolicy: 'retain' | 'destroy' }): Removal {
  const { DESTROY, RETAIN, RETAIN_ON_UPDATE_OR_DELETE } = RemovalPolicy;
  return removalPolicy === 'destroy'
    ? { policy: DESTROY, protectedPolicy: DESTROY, isProtected: false }
    : { policy: RETAIN_ON_UPDATE_OR_DELETE, protectedPolicy: RETAIN, isProtected: true };
}
