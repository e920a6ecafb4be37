/** Faults of carriers, for texts that SNS accepted. */

/** The text never arrives, and nothing is reported. */
export const LOST_TEXT = 'Lost';

/** The person has answered STOP. */
export const OPTED_OUT = 'OptedOut';

/**
 * The text is refused, with the reason that SNS logs.
 * https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html, "SMS delivery failure reasons"
 */
export const REFUSED_TEXTS: Readonly<Record<string, string>> = {
  BlockedAsSpam: 'Blocked as spam by phone carrier',
  BlockedDestination: 'Destination is on a blocked list',
  InvalidNumber: 'Invalid phone number',
  InvalidMessage: 'Message body is invalid',
  BlockedByCarrier: 'Phone carrier has blocked this message',
  CarrierUnreachable: 'Phone carrier is currently unreachable/unavailable',
  BlockedByPhone: 'Phone has blocked SMS',
  PhoneBlocked: 'Phone is on a blocked list',
  PhoneUnreachable: 'Phone is currently unreachable/unavailable',
  [OPTED_OUT]: 'Phone number is opted out',
  PriceTooHigh: 'This delivery would exceed max price',
  Unknown: 'Unknown error attempting to reach phone',
};

/** The errors that a fault of the service `carrier` may have. */
export const CARRIER_ERRORS: readonly string[] = [LOST_TEXT, ...Object.keys(REFUSED_TEXTS)];
