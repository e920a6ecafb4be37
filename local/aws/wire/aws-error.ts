/** An error of a service, as sent over the wire: a code for programs and a message for people. */

const INTERNAL = /^(InternalServerError|InternalFailure|InternalError|InternalServiceError|ServiceException)/;
const UNAVAILABLE = /^ServiceUnavailable/;

export class AwsError extends Error {
  override readonly name = 'AwsError';
  /** As the service sends it: `ConditionalCheckFailedException`, `InvalidParameter`. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;

  constructor(code: string, message: string, status: number = statusOf(code)) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The default HTTP status of an error code: 5xx for the service's own failures, otherwise 400. */
function statusOf(code: string): number {
  if (UNAVAILABLE.test(code)) {
    return 503;
  }
  return INTERNAL.test(code) ? 500 : 400;
}
