/** SendEmail: what SES refuses, holds back, or puts into people's inboxes. */
import { randomUUID } from 'node:crypto';
import type { Stack } from '../../cloudformation/load-stack.ts';
import type { EventBridge } from '../eventbridge/eventbridge.ts';
import type { MessageStore } from '../sns/message-store.ts';
import { createTokenBucket } from '../sns/token-bucket.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { SesAccount } from './account.ts';
import { configurationSetsOf, EVERY_REASON } from './configuration-sets.ts';
import type { Email } from './email-request.ts';
import { readEmail } from './email-request.ts';
import type { Outcome } from './feedback-events.ts';
import { DELIVERED, feedbackEvent, isSimulator, REPORTED_AFTER_MS, simulated } from './feedback-events.ts';

/** Messages a second: https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html */
export const SEND_RATE = { sandbox: 1, production: 14 } as const;
/** Messages in 24 hours. */
export const DAILY_QUOTA = { sandbox: 200, production: 50_000 } as const;

export interface SendingParts {
  readonly stack: Stack;
  readonly account: SesAccount;
  readonly messages: MessageStore;
  readonly publish: EventBridge['publish'];
  readonly now?: () => number;
}

export type SendEmail = (input: Readonly<Record<string, unknown>>) => { readonly MessageId: string };

export function createSendEmail({
  stack,
  account,
  messages,
  publish,
  now = Date.now,
}: SendingParts): SendEmail {
  const sets = configurationSetsOf(stack);
  const buckets = {
    sandbox: createTokenBucket(SEND_RATE.sandbox),
    production: createTokenBucket(SEND_RATE.production),
  };
  let sentAtMs: readonly number[] = [];

  /** @throws {AwsError} `MessageRejected`, `NotFoundException`, `TooManyRequestsException` */
  function check({ fromAddress, to, configurationSet }: Email): void {
    if (configurationSet !== undefined && !sets.has(configurationSet)) {
      throw new AwsError('NotFoundException', `Configuration set <${configurationSet}> does not exist.`, 404);
    }
    const mustBeVerified = account.isInSandbox() ? to.filter((address) => !isSimulator(address)) : [];
    const unverified = [fromAddress, ...mustBeVerified].filter((address) => !account.isVerified(address));
    if (unverified.length > 0) {
      throw new AwsError(
        'MessageRejected',
        `Email address is not verified. The following identities failed the check in region ${stack.region.toUpperCase()}: ${unverified.join(', ')}`,
      );
    }
    const stage = account.isInSandbox() ? 'sandbox' : 'production';
    sentAtMs = sentAtMs.filter((at) => at > now() - 86_400_000);
    if (sentAtMs.length >= DAILY_QUOTA[stage]) {
      throw new AwsError('TooManyRequestsException', 'Daily message quota exceeded.', 429);
    }
    if (!buckets[stage].take()) {
      throw new AwsError('TooManyRequestsException', 'Maximum sending rate exceeded.', 429);
    }
  }

  function outcomeOf(address: string, { configurationSet }: Email): Outcome | undefined {
    const reasons = sets.get(configurationSet ?? '')?.suppressedReasons ?? EVERY_REASON;
    const held = account.suppression(address);
    if (held !== undefined && reasons.includes(held.Reason)) {
      const kind = held.Reason === 'BOUNCE' ? 'bounce' : 'complaint';
      return { kind, subType: 'OnAccountSuppressionList' };
    }
    return simulated(address);
  }

  return (input) => {
    const email = readEmail(input);
    check(email);
    sentAtMs = [...sentAtMs, now()];
    const messageId = `0107${randomUUID().replaceAll('-', '').slice(0, 12)}-${randomUUID()}-000000`;
    const sent = {
      email,
      messageId,
      identityArn: `arn:aws:ses:${stack.region}:${stack.accountId}:identity/${email.fromAddress}`,
      accountId: stack.accountId,
      at: new Date(now()).toISOString(),
    };
    for (const address of email.to) {
      const outcome = outcomeOf(address, email);
      const arrives = outcome?.kind !== 'bounce' && outcome?.subType !== 'OnAccountSuppressionList';
      if (arrives) {
        const { from, subject, text, html } = email;
        const body = text ?? '';
        messages.add({
          channel: 'email',
          to: address,
          from,
          subject,
          body,
          ...(html === undefined ? {} : { html }),
        });
      }
      const published = sets.get(email.configurationSet ?? '')?.published ?? [];
      const events = [...(arrives ? [DELIVERED] : []), ...(outcome === undefined ? [] : [outcome])]
        .filter(({ kind }) => published.includes(kind))
        .map((each) => feedbackEvent(each, address, sent));
      setTimeout(() => events.forEach(publish), REPORTED_AFTER_MS).unref();
    }
    return { MessageId: messageId };
  };
}
