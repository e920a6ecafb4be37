/** The keys of the configuration by section, in the order of docs/configuration.md. */
import { z } from 'zod';
import { ACTIVITY_SETTINGS } from '../../handlers/contract/settings/activity.ts';
import { CANARY_SETTINGS } from '../../handlers/contract/settings/canary.ts';
import { CODE_SETTINGS } from '../../handlers/contract/settings/codes.ts';
import { EMAIL_SETTINGS } from '../../handlers/contract/settings/emails.ts';
import { LIMIT_SETTINGS } from '../../handlers/contract/settings/limits.ts';
import { MESSAGE_SETTINGS } from '../../handlers/contract/settings/messages.ts';
import { TOKEN_FORMATS, TOKEN_LENGTHS } from '../../handlers/contract/vocabulary.ts';
import { ALARM_KEYS } from './alarms.ts';
import { DEPLOYMENT_KEYS } from './deployment.ts';
import { DESTINATION_KEYS } from './destinations.ts';
import { DOMAIN_KEYS } from './domains.ts';
import { EVENT_KEYS } from './events.ts';
import type { ConfigKey } from './fields.ts';
import { keysOf } from './fields.ts';
import { FIREWALL_KEYS } from './firewall.ts';
import { INTEGRATION_KEYS } from './integrations.ts';
import { METRIC_KEYS } from './metrics.ts';
import { OPERATOR_KEYS } from './operators.ts';
import { RECEIPT_KEYS } from './receipts.ts';
import { SMS_KEYS } from './sms.ts';

const CODE_KEYS = {
  ...keysOf(CODE_SETTINGS),
  /** The bounds and the default depend on the format. */
  tokenLength: {
    ...CODE_SETTINGS.tokenLength,
    field: z.coerce.number().int().optional(),
    defaultText: TOKEN_FORMATS.map((format) => TOKEN_LENGTHS[format].default).join(' or '),
    allowed: () =>
      TOKEN_FORMATS.map((format) => {
        const { min, max } = TOKEN_LENGTHS[format];
        return `${min} to ${max} if \`${format}\``;
      }).join(', '),
  },
};

const LIMIT_KEYS = {
  ...keysOf(LIMIT_SETTINGS),
  maxGuessProbabilityPerDay: {
    field: z.coerce.number().positive().max(1).default(1e-4),
    text: 'the [guess budget](security.md#the-guess-budget): the synth refuses settings that make a code easier to guess',
  },
};

const EMAIL_KEYS = keysOf(EMAIL_SETTINGS);

export const SECTIONS = {
  'The deployment': DEPLOYMENT_KEYS,
  Codes: CODE_KEYS,
  Limits: LIMIT_KEYS,
  Messages: keysOf(MESSAGE_SETTINGS),
  Texts: SMS_KEYS,
  Emails: EMAIL_KEYS,
  Destinations: DESTINATION_KEYS,
  Receipts: RECEIPT_KEYS,
  'Events and webhooks': EVENT_KEYS,
  Operators: OPERATOR_KEYS,
  Monitoring: { ...keysOf({ ...ACTIVITY_SETTINGS, ...CANARY_SETTINGS }), ...METRIC_KEYS },
  Alarms: ALARM_KEYS,
  'Other systems': INTEGRATION_KEYS,
  'Load on the API': FIREWALL_KEYS,
  'Host names': DOMAIN_KEYS,
} satisfies Record<string, Readonly<Record<string, ConfigKey>>>;

type All<Section> = (Section extends unknown ? (section: Section) => void : never) extends (
  all: infer Keys,
) => void
  ? Keys
  : never;

export const KEYS = Object.assign({}, ...Object.values(SECTIONS)) as All<
  (typeof SECTIONS)[keyof typeof SECTIONS]
>;
