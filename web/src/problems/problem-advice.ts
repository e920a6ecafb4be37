/** What each problem means and what to do about it, in words for whoever calls the API. */
import type { ProblemCode } from '../../../handlers/contract/problems.ts';

export interface ProblemAdvice {
  readonly meaning: string;
  readonly remedy: string;
}

export const PROBLEM_ADVICE: Readonly<Record<ProblemCode, ProblemAdvice>> = {
  invalid_request: {
    meaning: 'A field of the body, a query parameter or a header breaks a rule.',
    remedy:
      'Read errors[]: each entry names one field and the rule it broke. Correct them and send the request again.',
  },
  unauthorized: {
    meaning: 'The access token is absent, expired or was not issued for this service.',
    remedy: 'Fetch a new access token from the issuer and send it as “Authorization: Bearer …”.',
  },
  forbidden: {
    meaning: 'The access token is genuine, but its scopes do not cover this request.',
    remedy:
      'Ask for the scope that the route needs. If the issuer does not grant it, ask whoever administers it.',
  },
  blocked: {
    meaning: 'A rule of the firewall matched the request as an attack.',
    remedy:
      'If ordinary requests are blocked, tell an operator when it happened: the firewall’s log names the rule.',
  },
  not_found: {
    meaning: 'There is no such route, or nothing is stored under that name.',
    remedy: 'Check the path and the user_id. Expired tokens count as absent.',
  },
  superseded: {
    meaning:
      'While this request was under way, another one issued a newer token for the same person and purpose.',
    remedy: 'Nothing is lost: the newer token is the one that counts. Use the answer to that request.',
  },
  contact_changed: {
    meaning:
      'Somebody else changed the contact between reading and writing it, or while a token was on its way to it.',
    remedy: 'Read the contact again and send your change again, or ask for the token again.',
  },
  request_in_progress: {
    meaning: 'An earlier request with the same Idempotency-Key has not been answered yet.',
    remedy: 'Send the request again after the seconds in the Retry-After header, with the same key.',
  },
  body_too_large: {
    meaning: 'The request body is longer than 10,240 bytes of UTF-8.',
    remedy: 'Send less. Every valid request fits easily, so look for a field that was filled by mistake.',
  },
  unsupported_media_type: {
    meaning: 'The Content-Type header names something other than JSON.',
    remedy: 'Send the body as JSON with “Content-Type: application/json”.',
  },
  no_destination: {
    meaning: 'No phone number was given, and the person has no confirmed contact for the channel.',
    remedy:
      'Send phone_number, enrol a contact, or have the person follow the link in the confirmation email.',
  },
  destination_not_allowed: {
    meaning:
      'This deployment sends nothing there: the country, prefix or kind of the number is excluded, or the owner of the number or address opted out. The member rule says which.',
    remedy: 'Use another number or email. An operator can change the policy or take an opt-out back.',
  },
  idempotency_key_reused: {
    meaning: 'The Idempotency-Key was sent before, with another body.',
    remedy: 'Make a new key for every new request. Repeat a key only together with the same request.',
  },
  rate_limited: {
    meaning:
      'A person, a destination, a source, a client or the whole service was sent as many messages as are allowed, or an address was asked to confirm itself as often as it may be.',
    remedy: 'The member limit says which limit it is. Wait for the seconds in the Retry-After header.',
  },
  resend_too_soon: {
    meaning: 'The token was sent a moment ago. The wait grows with each time that it is sent again.',
    remedy: 'Wait for the seconds in the Retry-After header; the message may still be on its way.',
  },
  locked: {
    meaning: 'Too many wrong tokens were tried for this person and purpose.',
    remedy: 'Wait for the seconds in the Retry-After header, or ask an operator to unlock the person.',
  },
  throttled: {
    meaning: 'More requests arrived at once than the service takes.',
    remedy: 'Wait for the seconds in the Retry-After header, then try again.',
  },
  destination_paused: {
    meaning:
      'Many new numbers with the same prefix were sent a code, and few of the codes were entered. That is what SMS pumping looks like, so only a few new numbers get texts for now.',
    remedy:
      'Wait for the seconds in the Retry-After header, or use email. Other prefixes in the same country are not affected.',
  },
  budget_exhausted: {
    meaning: 'The budget that the operator set for texts is used up for this hour or month.',
    remedy: 'Use email, wait for the seconds in the Retry-After header, or ask an operator for more budget.',
  },
  internal_error: {
    meaning: 'Something failed that the service did not expect.',
    remedy: 'Try again once. If it stays, give the request_id to an operator, who finds it in the logs.',
  },
  delivery_failed: {
    meaning: 'Every channel refused the message. The token was revoked, so nothing undelivered stays valid.',
    remedy: 'Check the phone number and the email address, then ask for a new token.',
  },
  store_unavailable: {
    meaning: 'The token store did not answer, even after several attempts.',
    remedy: 'Try again after a few seconds. If it stays, give the request_id to an operator.',
  },
  secret_unavailable: {
    meaning: 'The secret that seals tokens could not be read, so none was made.',
    remedy: 'Try again after a few seconds. If it stays, an operator should look at the secret and its key.',
  },
  signing_unavailable: {
    meaning: 'The key that signs receipts could not be used. The code was right, and it is not used up.',
    remedy: 'Send the same request again after Retry-After, or without receipt if you can do without one.',
  },
  metrics_unavailable: {
    meaning:
      'CloudWatch did not answer, so nobody can say how the service is doing. Tokens are not affected.',
    remedy: 'Try again after a few seconds. If it stays, an operator should look at CloudWatch itself.',
  },
  executions_unavailable: {
    meaning: 'The log that tells which way a token took could not be read. The token itself is not affected.',
    remedy:
      'Try again after a few seconds. An operator can look the execution up in the AWS console meanwhile.',
  },
  audit_unavailable: {
    meaning:
      'The log of who did what to whom could not be reached. What cannot be recorded is not done: nothing was revealed or changed.',
    remedy: 'Try again after a few seconds. If it stays, an operator should look at CloudWatch Logs.',
  },
  service_unavailable: {
    meaning: 'A part of the service is busy, starting or out of reach.',
    remedy: 'Try again after a few seconds, or after those in the Retry-After header.',
  },
};
