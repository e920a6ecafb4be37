/** A request as it would be admitted if no rule changed it: the first send of a new token. */
import type { TokenContext } from '../../contract/fields.ts';
import type { Messages } from '../../contract/settings/messages.ts';
import type { AdmittedRequest, Brought, BroughtCode } from '../../contract/workflow.ts';
import type { AskedToken } from '../issue-rule.ts';
import { chooseLanguage } from '../messages/choose-language.ts';
import { shownContext, shownValues } from '../messages/shown-context.ts';
import { contextHash } from '../token/bind-context.ts';
import { digestContext } from '../token/subject-digests.ts';
import type { KeySource } from '../token/token-keys.ts';
import type { FoundRoute } from './find-route.ts';

export interface NewRequestPorts {
  readonly maxAttempts: number;
  /** The context fields that messages show, in this order. */
  readonly contextInMessage: readonly string[];
  /** BCP 47 tag. */
  readonly defaultLocale: string;
  /** An owner's own words. */
  readonly messages: Messages;
  /** Of the secret that is never rotated: with another key the same context would differ. */
  readonly subjectKeys: KeySource;
}

/** The machine passes the member on, so it must be there. */
const NO_CODE: BroughtCode = { sealed: '', secret_version: '' };

/** @throws SecretUnavailable */
export async function newRequest(
  { body, brought, shape, clientGroup }: AskedToken,
  { route, contact }: FoundRoute,
  { maxAttempts, contextInMessage, defaultLocale, messages, subjectKeys }: NewRequestPorts,
): Promise<AdmittedRequest> {
  const locale = chooseLanguage([body.locale, contact?.locale, defaultLocale], body.purpose, messages);
  const context_fields = shownValues(body.context, contextInMessage);
  return {
    user_id: body.user_id,
    // Only logs and traces need it, so the step sets it.
    user_ref: '',
    purpose: body.purpose,
    client_group: clientGroup,
    ...shape,
    ...broughtCode(brought),
    locale,
    route,
    test_number: '',
    test_digest: '',
    guard_counted: '',
    context_hash: contextHash(body.context),
    context_digest: await contextDigest(body.context, subjectKeys),
    context_shown: shownContext(body.context, contextInMessage, locale),
    ...(Object.keys(context_fields).length === 0 ? {} : { context_fields }),
    max_attempts: maxAttempts,
    sends: 1,
    sent_again_at: '',
    sent_before_at: '',
    number_prefix_before: '',
    handed_to: [],
    resent_by: '',
    earlier_destinations: '',
    replaces: { token_id: '', attempts: 0, sends: 0 },
    renewed: { issued_at: '', expiry_time: 0 },
    counted: [],
  };
}

/** A code that is verified here is valid for as long as any other; of a delivered one, only its caller knows. */
function broughtCode({ code, delivery }: Brought): Pick<AdmittedRequest, 'brought_code' | 'verbatim'> {
  if (code === undefined) {
    return { brought_code: NO_CODE };
  }
  if (delivery === undefined) {
    return { brought_code: code, verbatim: 'timed' };
  }
  const { delivery_id, valid_seconds } = delivery;
  const timed = valid_seconds === undefined ? {} : { valid_seconds };
  return {
    brought_code: { ...code, delivery: { delivery_id, ...timed } },
    verbatim: valid_seconds === undefined ? 'untimed' : 'timed',
  };
}

async function contextDigest(context: TokenContext | undefined, subjectKeys: KeySource): Promise<string> {
  const hash = contextHash(context);
  return hash === '' ? '' : digestContext(hash, await subjectKeys.current());
}
