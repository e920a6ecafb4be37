/**
 * What happens to a resource when its stack is deleted or rolled back. The setting `removalPolicy` decides.
 *
 * Retained resources must not block the next deployment. So none has a fixed name, and the rollback of a
 * failed first deployment deletes what it created. Tables and user pool are the exception: they are protected
 * from deletion, and an attempt to delete them would end the rollback in ROLLBACK_FAILED. They stay behind,
 * empty.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
import { RemovalPolicy } from 'aws-cdk-lib';

export interface Removal {
  /** For keys, secrets and logs. */
  readonly policy: RemovalPolicy;
  /** For resources that support deletion protection; `isProtected` says whether it is on. */
  readonly protectedPolicy: RemovalPolicy;
  readonly isProtected: boolean;
}

export function removalOf({ removalPolicy }: { readonly removalPolicy: 'retain' | 'destroy' }): Removal {
  const { DESTROY, RETAIN, RETAIN_ON_UPDATE_OR_DELETE } = RemovalPolicy;
  return removalPolicy === 'destroy'
    ? { policy: DESTROY, protectedPolicy: DESTROY, isProtected: false }
    : { policy: RETAIN_ON_UPDATE_OR_DELETE, protectedPolicy: RETAIN, isProtected: true };
}
