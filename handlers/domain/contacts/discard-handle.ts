/** Deletes a handle that no contact names any more. */
import type { PutContactPorts } from './put-contact-ports.ts';

export async function discardHandle(
  handle: string | undefined,
  { emails, onHandleLeft }: Pick<PutContactPorts, 'emails' | 'onHandleLeft'>,
): Promise<void> {
  if (handle === undefined) {
    return;
  }
  try {
    await emails.forget(handle);
  } catch (error) {
    // The contact is correct either way, and the caller could do nothing about the handle.
    onHandleLeft(error);
  }
}
