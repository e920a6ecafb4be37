/** What is written beside the page at deployment. */
import type { Messages } from './settings/messages.ts';
import type { TokenFormat } from './vocabulary.ts';

/** workflow.json, written beside the page at deployment: the state machine without what it calls. */
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
  /** How often a failed try is repeated; present when it is. */
  readonly max_retries?: number;
  /** Of a Fail state: the error that it ends the execution with. */
  readonly error?: string;
  /** Empty where the execution ends. */
  readonly edges: readonly WorkflowEdge[];
}

export interface WorkflowEdge {
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'default' | 'catch';
}

/** What messages are made of, to preview them. */
export interface MessageConfig {
  readonly default_locale: string;
  readonly own_words: Messages;
  /** Empty for none, as is the next. */
  readonly web_otp_domain: string;
  readonly sms_retriever_hash: string;
  /** Of the context, those that messages show. */
  readonly context_fields: readonly string[];
  readonly token_format: TokenFormat;
  readonly token_length: number;
}

/** config.json, written beside the page at deployment. */
export interface PageConfig {
  readonly brand_name: string;
  readonly region: string;
  readonly api_base: string;
  readonly client_id: string;
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly revocation_endpoint: string;
  readonly end_session_endpoint: string;
  /** Seconds that a token lives; the countdown's full length. */
  readonly token_lifetime: number;
  /** Seconds without a key or a click after which the page signs out. */
  readonly idle_timeout: number;
  readonly messages: MessageConfig;
  /** Present on a developer's machine only: there are an inbox and faults to inject. */
  readonly local?: true;
  /** Operators who can sign in without a password, on a developer's machine only. */
  readonly local_operators?: readonly string[];
}
