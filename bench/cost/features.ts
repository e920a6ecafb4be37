/** The features that change what a code costs, each as the setting that turns it from its default. */
export const FEATURES: Readonly<Record<string, readonly string[]>> = {
  'delivery status, recorded (`deliveryStatus=record`)': ['deliveryStatus=record'],
  'delivery status, with a fallback (`deliveryStatus=fallback`)': ['deliveryStatus=fallback'],
  'events on a bus (`events`)': ['events=true'],
  'events and one webhook (`webhooks`)': [
    'events=true',
    'webhooks={"crm":{"url":"https://hooks.example.com/codes"}}',
  ],
  'receipts (`receipts`)': ['receipts=true'],
  'no pumping guard (`pumpingGuard=false`)': ['pumpingGuard=false'],
  'no limits of sends (`sendLimits`)': ['sendLimits={"person":[],"destination":[]}'],
  'the routes of Twilio Verify (`twilioVerify`)': ['twilioVerify=true'],
  'hooks of Supabase and Okta (`hooks`)': ['hooks={"supabase":{"sms":{}},"okta":{}}'],
};
