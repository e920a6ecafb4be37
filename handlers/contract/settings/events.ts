/** Settings of what goes out when something happens. */
import * as z from 'zod/mini';
import type { Immutable } from '../described.ts';
import { EVENT_TYPES } from '../events.ts';
import { HOST_NAME } from '../host-names.ts';
import type { SettingRows, Value } from '../setting.ts';
import { whole } from '../setting.ts';
import { FEWEST_CALLS, MOST_CALLS } from '../webhooks.ts';

const MOST_WEBHOOKS = 5;
const MAX_URL_LENGTH = 512;

/**
 * A public host by name, on the port of https: no address, so that nobody's inside can be meant, no credentials, which
 * would stand in templates, and no fragment, which is never sent.
 */
const RECEIVER = new RegExp(`^https://${HOST_NAME}(?:/[\\w.~!$&'()*+,;=:@%/?-]*)?$`);
const INSIDE =
  /^https:\/\/[^/]*\.(?:local|localhost|internal|lan|home|arpa|test|invalid|example|onion)(?:\/|$)/;

const receiver = () =>
  z.string().check(
    z.maxLength(MAX_URL_LENGTH, `must have at most ${MAX_URL_LENGTH} characters`),
    z.regex(
      RECEIVER,
      'must be https:// and a host name in lower case, without port, credentials and fragment, such as https://hooks.example.com/codes',
    ),
    z.refine((url) => !INSIDE.test(url), 'must be on a public host'),
  );

export const webhooks = () =>
  z
    .array(
      z.strictObject({
        url: receiver(),
        events: z.array(z.enum(EVENT_TYPES)).check(
          z.minLength(1, 'must name an event or more'),
          z.refine((list) => new Set(list).size === list.length, 'must name each event once'),
        ),
        concurrency: z.optional(whole(FEWEST_CALLS, MOST_CALLS)),
      }),
    )
    .check(
      z.maxLength(MOST_WEBHOOKS, `must be at most ${MOST_WEBHOOKS}`),
      z.refine(
        (list) => new Set(list.map(({ url }) => url)).size === list.length,
        'must have each url once, with all of its events',
      ),
    );
export type Webhooks = Immutable<Value<typeof webhooks>>;

export const EVENT_SETTINGS = {
  webhooks: {
    schema: webhooks,
    default: [],
    text: `\`[{"url": "https://hooks.example.com/codes", "events": ["code.sent", "person.locked"]}]\`: at most ${MOST_WEBHOOKS} receivers of [signed webhooks](events.md#webhooks). \`concurrency\`, ${FEWEST_CALLS} unless set, says [how fast](events.md#how-fast-webhooks-are-sent). Needs \`events\``,
  },
} as const satisfies SettingRows;
