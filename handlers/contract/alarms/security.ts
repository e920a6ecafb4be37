/** Alarms on attacks, and on what people verify. */
import type { Alarm } from '../alarm.ts';

export const SECURITY_ALARMS = {
  'conversion-low': {
    title: 'Few codes are verified',
    means: 'Less than a third of the codes that were sent in an hour were verified.',
    runbook: 'low-conversion',
    row: 'verification',
    severity: 'ticket',
    metrics: {
      verified: { own: { metric: 'TokensVerified' } },
      sent: {
        own: [
          { metric: 'TokensDelivered', channel: 'sms' },
          { metric: 'TokensDelivered', channel: 'email' },
        ],
      },
      // Other systems verify their codes themselves.
      others: { own: { metric: 'DeliveriesSent' } },
    },
    expression: 'IF(sent - others >= 30, 100 * verified / (sent - others), 100)',
    unit: '%',
    raised: { below: 33 },
    periodMinutes: 60,
    because:
      'The pumping guard takes 40 % for the least that people verify. Below thirty codes an hour, chance decides.',
  },
  'destination-paused': {
    title: 'A prefix is paused',
    means: 'Many new numbers of a prefix were sent codes that nobody verified, as in SMS pumping.',
    runbook: 'destination_paused',
    row: 'security',
    severity: 'ticket',
    metrics: { pauses: { own: { metric: 'DestinationPaused' } } },
    raised: { from: 1 },
    periodMinutes: 5,
    because: 'The guard has decided already: each pause is an attack, or codes that do not arrive.',
  },
  'people-locked': {
    title: 'People are locked',
    means: 'Wrong codes filled the guess limits of several people.',
    runbook: 'locked-people',
    row: 'security',
    severity: 'ticket',
    metrics: { locked: { own: { metric: 'PeopleLocked' } } },
    raised: { from: 5 },
    periodMinutes: 15,
    because: 'One person types ten wrong codes now and then. Five people in a quarter of an hour do not.',
  },
  'codes-revealed': {
    title: 'Somebody was shown a code',
    means: 'An operator or a client revealed a code.',
    runbook: 'revealed-codes',
    row: 'security',
    severity: 'ticket',
    metrics: { revealed: { own: { metric: 'TokensRevealed' } } },
    raised: { from: 1 },
    periodMinutes: 5,
    because: 'Whoever sees a code can use it, so each one has to have a reason.',
    needs: 'reveal',
  },
  'requests-blocked': {
    title: 'The firewall blocks many requests',
    means: 'The firewall in front of the API blocked requests as attacks, as too large, or as too many.',
    runbook: 'blocked',
    row: 'security',
    severity: 'ticket',
    metrics: {
      blocked: { namespace: 'AWS/WAFV2', metric: 'BlockedRequests', statistic: 'Sum', of: 'firewall' },
    },
    raised: { from: 100 },
    periodMinutes: 5,
    because: 'Scanners find every public API and send dozens of requests. A hundred are aimed, or are yours.',
  },
  'caller-throttled': {
    title: 'A caller is throttled',
    means: 'One access token is used faster than `requestsPerFiveMinutesPerCaller` allows.',
    runbook: 'throttled',
    row: 'security',
    severity: 'ticket',
    metrics: {
      blocked: {
        namespace: 'AWS/WAFV2',
        metric: 'BlockedRequests',
        statistic: 'Sum',
        of: 'firewall: one caller',
      },
    },
    raised: { from: 20 },
    periodMinutes: 5,
    because: 'A few are the end of a burst. Twenty are a client that does not wait, and people wait for it.',
  },
} as const satisfies Record<string, Alarm>;
