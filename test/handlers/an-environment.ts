/** The environment that a function is deployed with. */
import { toVariable, variableOf } from '../../handlers/contract/environment.ts';
import type { SettingRow } from '../../handlers/contract/setting.ts';
import { SETTINGS } from '../../handlers/contract/settings.ts';

const settings = Object.entries<SettingRow>(SETTINGS).map(([name, row]) => [
  variableOf(name),
  toVariable(row.default ?? ''),
]);

/** What the stack would set: default settings, no limits, no activity log, and values that tests look for. */
export const ENVIRONMENT = {
  ...Object.fromEntries(settings),
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  ACTIVITY_DAYS: '0',
  ACTIVITY_TABLE: 'activity',
  ALARM_PREFIX: 'courier-',
  AUDIT_LOG_GROUP: 'audit-entries',
  BRAND_NAME: 'Acme',
  CLIENT_GROUPS: '{"shop":["shop_web","shop_app"]}',
  CONFIRMATION_LIMITS: '{"person":[],"address":[],"client":[]}',
  CONTACTS_TABLE: 'contacts',
  COUNTED_COUNTRIES: '{}',
  DEFAULT_COUNTRY: 'IN',
  DESTINATION_POLICY: '{"allowedCountries":[],"blockedPrefixes":[],"testNumbers":[]}',
  ENTITY_ID: '1701165718168578728',
  EXECUTION_LOG_GROUP: 'executions',
  GUESS_LIMITS: '[]',
  LIMITS_TABLE: 'limits',
  LIST_INDEX: 'issued-tokens',
  LIST_SHARDS: '2',
  PUMPING_GUARD: 'null',
  REFERENCE_SECRET_ID: 'reference-secret',
  REVEAL: 'true',
  SEND_LIMITS: '{"person":[],"destination":[],"client":[],"deployment":[]}',
  SHORTEST_LENGTHS: '{"numeric":6,"alphanumeric":8}',
  SMS_PRICES: '{"default":0.3,"countries":{}}',
  STACK_CLIENTS: '{"page":"page-client"}',
  STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:000000000000:stateMachine:issue-token',
  SUBJECT_SECRET_ID: 'subject-secret',
  TEMPLATE_ID: '1707166375278247471',
  TOKEN_LENGTH: '6',
  TOKEN_SECRET_ID: 'token-secret',
  TOKENS_TABLE: 'tokens',
  TOPIC_KEY_ID: 'key',
  TOPIC_PREFIX: 'courier-',
};
