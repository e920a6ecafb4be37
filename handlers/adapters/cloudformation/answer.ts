/**
 * How CloudFormation learns what became of a custom resource: a PUT to an address that came with the event, without
 * which it waits for an hour.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

export async function answer(
  { ResponseURL, StackId, RequestId, LogicalResourceId }: CloudFormationCustomResourceEvent,
  outcome: { readonly PhysicalResourceId: string } & (
    | { readonly Status: 'SUCCESS' }
    | { readonly Status: 'FAILED'; readonly Reason: string }
  ),
): Promise<void> {
  const { ok, status } = await fetch(ResponseURL, {
    method: 'PUT',
    // The address is signed for a request without a type.
    headers: { 'content-type': '' },
    body: JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId }),
  });
  if (!ok) {
    throw new Error(`CloudFormation answered ${status}`);
  }
}
