/** Files that are written next to the page at deployment. */
import type { EmailSenderKind } from './settings/emails.ts';
import type { Messages } from './settings/messages.ts';
import type { TokenFormat } from './vocabulary.ts';

/** workflow.json: the state machine without the resources that it calls. */
export interface WorkflowDefinition {
  readonly comment: string;
  readonly start_at: string;
  /** In the order of the definition. */
  readonly states: readonly WorkflowState[];
}

export interface WorkflowState {
  readonly name: string;
  readonly type: 'Task' | 'Pass' | 'Choice' | 'Fail';
  readonly comment?: string;
  /** How often a failed attempt is retried; absent if never. */
  readonly max_retries?: number;
  /** The error that a Fail state ends the execution with. */
  readonly error?: string;
  /** Empty where the execution ends. */
  readonly edges: readonly WorkflowEdge[];
}

export interface WorkflowEdge {
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'default' | 'catch';
}

/** The settings that messages are made from, for the preview. */
export interface MessageConfig {
  readonly default_locale: string;
  readonly own_words: Messages;
  readonly email_sender: EmailSenderKind;
  /** Empty for none. */
  readonly web_otp_domain: string;
  /** Empty for none. */
  readonly sms_retriever_hash: string;
  /** The context fields that messages show. */
  readonly context_fields: readonly string[];
  readonly token_format: TokenFormat;
  readonly token_length: number;
}

/** What the setup checklist cannot read from the API. Everybody can read this file, so it says no more. */
interface SetupConfig {
  /** ISO codes; empty for every country. */
  readonly allowed_countries: readonly string[];
  readonly has_sender_id: boolean;
}

/** config.json. Everybody can read it. */
export interface PageConfig {
  readonly brand_name: string;
  readonly region: string;
  /** The account that the service runs in. */
  readonly account: string;
  /** The deployment's name, if its owner gave it one. */
  readonly environment?: string;
  /** Whether the owner marked the deployment as production. */
  readonly production: boolean;
  readonly api_base: string;
  readonly client_id: string;
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly revocation_endpoint: string;
  readonly end_session_endpoint: string;
  /** A token's lifetime in seconds; the countdown's full length. */
  readonly token_lifetime: number;
  /** Seconds without a key press or a click after which the page signs out. */
  readonly idle_timeout: number;
  readonly messages: MessageConfig;
  /** How long entries of the activity log are kept; 0 where there is none, nor its route. */
  readonly activity_days: number;
  /** Whether there is an API reference beside the page. */
  readonly api_reference: boolean;
  readonly setup: SetupConfig;
  /** Present only on a developer's machine, which has an inbox and lets faults be injected. */
  readonly local?: true;
  /** Operators who can sign in without a password, only on a developer's machine. */
  readonly local_operators?: readonly string[];
}
