/** Alarms on messages: whether they leave, arrive, and in time. */
import type { Alarm } from '../alarm.ts';
import { errorsOf, FAILED, REFUSED, STARTED, stepsFailed } from './requests.ts';

export const DELIVERY_ALARMS = {
  'delivery-failed': {
    title: 'Messages are refused',
    means:
      'Requests failed because no channel took the message. What the other channel recovered does not count.',
    runbook: 'delivery_failed',
    row: 'delivery',
    severity: 'ticket',
    metrics: { failed: FAILED, attempts: stepsFailed('DeliveryRefused', 'DeliveryUnavailable') },
    expression: 'IF(failed > 0, attempts, 0)',
    raised: { from: 5 },
    periodMinutes: 5,
    because:
      'One person with a number that opted out may try a few times. Five in five minutes are several people.',
  },
  'messages-refused': {
    title: 'Many people are refused',
    means: 'SNS or SES refuses as many messages as a quarter of the requests, and requests fail by it.',
    runbook: 'delivery_failed',
    row: 'delivery',
    severity: 'page',
    metrics: { failed: FAILED, refused: REFUSED, started: STARTED },
    expression: 'IF((failed >= 5) AND (refused >= 5), 100 * refused / started, 0)',
    unit: '%',
    raised: { from: 25 },
    periodMinutes: 5,
    periods: { breaching: 3, of: 3 },
    because:
      'The share of `requests-failing`, which leaves refusals out. One person alone would have to ask fifteen times in a quarter of an hour.',
  },
  'deliveries-unknown': {
    title: 'Nobody knows whether messages were sent',
    means: 'SNS or SES gave no conclusive answer, or the delivery functions were killed.',
    runbook: 'unknown-outcome',
    row: 'delivery',
    severity: 'page',
    metrics: {
      unknown: {
        own: [
          { metric: 'DeliveriesUnknown', channel: 'sms' },
          { metric: 'DeliveriesUnknown', channel: 'email' },
        ],
      },
      errors: errorsOf('deliver-by-sms', 'deliver-by-email'),
      // These end with an error of Lambda too, but not by a kill. Those of other steps are among them, so while these
      // fail too, fewer kills are seen.
      told: stepsFailed(
        'DeliveryRefused',
        'DeliveryUnavailable',
        'InternalError',
        'SecretUnavailable',
        'StoreUnavailable',
      ),
    },
    expression: 'unknown + IF(errors > told, errors - told, 0)',
    raised: { from: 5 },
    periodMinutes: 5,
    because:
      'One slow answer of SNS is usual. Five in five minutes are an outage, and the machine does not fail.',
  },
  'messages-undelivered': {
    title: 'Messages do not arrive',
    means: 'Carriers or mail servers report at least a third of the messages as not delivered.',
    runbook: 'messages-that-do-not-arrive',
    row: 'delivery',
    severity: 'ticket',
    metrics: {
      lost: {
        own: [
          { metric: 'MessagesUndelivered', channel: 'sms' },
          { metric: 'MessagesUndelivered', channel: 'email' },
        ],
      },
      arrived: {
        own: [
          { metric: 'MessagesDelivered', channel: 'sms' },
          { metric: 'MessagesDelivered', channel: 'email' },
        ],
      },
    },
    expression: 'IF(lost >= 10, 100 * lost / (lost + arrived), 0)',
    unit: '%',
    raised: { from: 33 },
    periodMinutes: 60,
    because:
      'Wrong numbers and phones that are off are a few percent. A third is a carrier or the sender id.',
    needs: 'delivery status',
  },
  'reports-unread': {
    title: 'Delivery reports are not noted',
    means: 'The function that notes what became of messages fails, so tokens stay `sent`.',
    runbook: 'messages-that-do-not-arrive',
    row: 'delivery',
    severity: 'ticket',
    metrics: { errors: errorsOf('note-delivery-reports') },
    raised: { from: 3 },
    periodMinutes: 15,
    because: 'Lambda tries a batch three times and then drops it.',
    needs: 'delivery status',
  },
  'emails-bounce': {
    title: 'Emails bounce',
    means: 'SES counts so many bounces that it may review the account, and then pause it.',
    runbook: 'emails-that-came-back',
    row: 'delivery',
    severity: 'ticket',
    metrics: {
      rate: { namespace: 'AWS/SES', metric: 'Reputation.BounceRate', statistic: 'Maximum', of: 'account' },
    },
    raised: { from: 0.05 },
    periodMinutes: 60,
    because:
      'AWS asks senders to stay under 5 % and may pause them at 10 %: https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html',
    needs: 'emails by SES',
  },
  'emails-complained': {
    title: 'People report emails as spam',
    means: 'SES counts so many complaints that it may review the account, and then pause it.',
    runbook: 'emails-that-came-back',
    row: 'delivery',
    severity: 'ticket',
    metrics: {
      rate: { namespace: 'AWS/SES', metric: 'Reputation.ComplaintRate', statistic: 'Maximum', of: 'account' },
    },
    raised: { from: 0.001 },
    periodMinutes: 60,
    because:
      'AWS asks senders to stay under 0.1 % and may pause them at 0.5 %: https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html',
    needs: 'emails by SES',
  },
  'delivery-slow': {
    title: 'Codes take long',
    means: 'One in twenty messages needed ten seconds or more until SNS or SES accepted it.',
    runbook: 'slow-deliveries',
    row: 'latency',
    severity: 'ticket',
    metrics: { latency: { own: { metric: 'DeliveryLatency' }, statistic: 'p95' } },
    unit: 'ms',
    raised: { from: 10_000 },
    periodMinutes: 5,
    periods: { breaching: 2, of: 3 },
    because:
      'A cold path takes two to three seconds. At ten, people ask again. Two windows, so one burst is not it.',
  },
} as const satisfies Record<string, Alarm>;
