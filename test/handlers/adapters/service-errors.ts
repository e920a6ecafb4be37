/** Errors as the SDK throws them. */
import { NotFoundException, SNSServiceException } from '@aws-sdk/client-sns';

/** An error response with this name and status; the shape is the same for every service. */
export function serviceError(name: string, status: number, message = ''): SNSServiceException {
  const $metadata = { httpStatusCode: status };
  if (name === 'NotFoundException') {
    return new NotFoundException({ $metadata, message });
  }
  return new SNSServiceException({ name, $fault: status < 500 ? 'client' : 'server', $metadata, message });
}

/** A call that got no response at all. */
export const notReached = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });
