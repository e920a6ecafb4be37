/**
 * Puts the permissions boundary on the roles that CDK adds after its own aspect has run: those of the functions
 * that copy values between regions. With the execution policy of infra/pipeline/, they could not be created
 * without it.
 */
import type { Stack } from 'aws-cdk-lib';
import { CfnResource, PERMISSIONS_BOUNDARY_CONTEXT_KEY } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';

/** Where the context has a boundary. Only validation runs after those roles are added. */
export function boundLateRoles(stack: Stack): void {
  const boundary: { readonly name?: string; readonly arn?: string } | undefined = stack.node.tryGetContext(
    PERMISSIONS_BOUNDARY_CONTEXT_KEY,
  );
  if (boundary === undefined) {
    return;
  }
  const arn = boundary.arn ?? `arn:${stack.partition}:iam::${stack.account}:policy/${boundary.name}`;
  stack.node.addValidation({
    validate() {
      for (const role of stack.node.findAll().filter(isProviderRole)) {
        role.addPropertyOverride('PermissionsBoundary', arn);
      }
      return [];
    },
  });
}

/** CDK writes the roles of its providers as bare resources. */
const isProviderRole = (construct: unknown): construct is CfnResource =>
  construct instanceof CfnResource &&
  !(construct instanceof CfnRole) &&
  construct.cfnResourceType === CfnRole.CFN_RESOURCE_TYPE_NAME;
