/**
 * Tells CloudFormation the outcome of a custom resource: a PUT to a URL that came with the event. Without it,
 * CloudFormation waits until its timeout.
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
    // The URL is signed for a request without a content type.
    headers: { 'content-type': '' },
    body: JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId }),
  });
  if (!ok) {
    throw new Error(`CloudFormation answered ${status}`);
  }
}
