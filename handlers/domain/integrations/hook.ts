/**
 * A hook: the request by which another auth system has its codes delivered, and the answer that it expects. Pure: the
 * entry reads secrets and clocks, and starts what is asked for.
 */
import type { FieldError } from '../../contract/problem-document.ts';
import type { Refusal } from '../decision.ts';
import type { CodeDelivered, DeliveryRequest } from '../deliveries/delivery-request.ts';

export interface HookCall {
  /** By their names in lower case; of a header that came twice, the last value. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it was sent, for signatures. */
  readonly rawBody: string;
  readonly nowMs: number;
}

/** What a call asks for; a list because some events make two messages, such as a change of address. */
export type Translated =
  | { readonly kind: 'deliver'; readonly requests: readonly DeliveryRequest[] }
  /** Something that is not a code, or not for us; the system is told that all is well. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] };

export type Delivered = Pick<CodeDelivered, 'delivery_id' | 'status'>;

/** Of several messages, the worst outcome: what was refused, then what is unknown, then what was sent. */
export type HookOutcome =
  /** `delivery_id` is empty where the answer was due before the id was known; `status` is `unknown` then. */
  | { readonly kind: 'delivered'; readonly delivery: Delivered }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unauthenticated' }
  /** By policy, by a fault, or because the call was invalid. */
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      /** The call is as it should be; its number or address is none, however often it is sent. */
      readonly isNoDestination?: true;
    };

/** `missing`: it has no proof. `skewed`: its time is too far from ours. `mismatch`: anything else. */
export type Doubt = 'missing' | 'skewed' | 'mismatch';

export interface HookAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; absent for an answer without a body, and where `text` is. */
  readonly body?: unknown;
  /** Plain text, for systems that show people the body as it is. */
  readonly text?: string;
}

export interface HookModule {
  /** Whether the call was made by somebody who has one of these secrets: the current one and its predecessor. */
  authenticate(call: HookCall, secrets: readonly string[]): boolean;
  /** What about a refused call's proof can be told without the secret, for the log: never a value of the call. */
  doubt?(call: HookCall): Doubt;
  /** Only after authenticate. `refer` makes a person's id of a destination, for systems that name nobody. */
  translate(call: HookCall, refer: (destination: string) => string): Translated;
  /** May read the call again: some systems want their own ids back. */
  answer(outcome: HookOutcome, call: HookCall): HookAnswer;
}
