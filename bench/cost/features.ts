/**
 * What else a code may cost: people who come back, and each feature, as the setting that turns it from its
 * default.
 */

/**
 * Somebody whose number was verified within a day: less is noted of it. The token from then is still there, so
 * its row in the index is replaced, which is one write more than after it expired.
 */
export const RETURNING = 'people who verified a moment ago';

export const FEATURES: Readonly<Record<string, readonly string[]>> = {
  'delivery status, recorded (`deliveryStatus=record`)': ['deliveryStatus=record'],
  'delivery status, with a fallback (`deliveryStatus=fallback`)': ['deliveryStatus=fallback'],
  'no activity log (`activityDays=0`)': ['activityDays=0'],
  'events on a bus (`events`)': ['events=true'],
  'events, and a webhook for what is sent and verified (`webhooks`)': [
    'events=true',
    'webhooks=[{"url":"https://hooks.example.com/codes","events":["code.sent","code.verified"]}]',
  ],
  'receipts (`receipts`)': ['receipts=true'],
  'no pumping guard (`pumpingGuard=false`)': ['pumpingGuard=false'],
  'no limit for a destination (`sendLimits`)': ['sendLimits={"destination":[]}'],
  'the routes of Twilio Verify (`twilioVerify`)': ['twilioVerify=true'],
  'metrics by country and client (`metricsBy`)': ['metricsBy=["country","client"]'],
  'hooks of Supabase and Okta (`hooks`)': ['hooks={"supabase":{"sms":{}},"okta":{}}'],
};
