/**
 * What a row of the table of routes holds, and what its reference says; the table is routes.ts.
 *
 * A row is what runs: the gateway is made from it, and an endpoint reads requests by it. Its reference is what
 * people read: answers, problems, texts, examples. References and answers are functions, which a bundle leaves out
 * when nothing calls them, so no Lambda function carries them.
 */
import type { $ZodType, input, output } from 'zod/v4/core';
import type { Component, Described, Immutable } from './described.ts';
import type { Problem } from './problem-document.ts';
import type { ProblemCode } from './problems.ts';
import type { Scope } from './vocabulary.ts';

/** POST /tokens starts the machine without a function in between. */
export const STATE_MACHINE = 'state machine';
/** API Gateway answers by itself. */
export const GATEWAY = 'gateway';

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: `/${string}`;
  /** What the access token has to allow; a route without one is open to anybody, by GET and HEAD. */
  readonly scope?: Scope;
  /** Why a route without a scope may be open. */
  readonly openBecause?: string;
  /** The name of an entry in handlers/endpoints, or one of the two above. */
  readonly answeredBy: string;
  readonly params?: $ZodType;
  readonly query?: $ZodType;
  readonly body?: $ZodType;
  /** Of the header, where the route takes one. */
  readonly idempotencyKey?: $ZodType<string>;
}

export type Routes = Readonly<Record<string, Route>>;

/** What a part of a request is once it is checked, and as a caller may send it; undefined without that part. */
export type Checked<R extends Route, P extends keyof Route> = R[P] extends $ZodType
  ? output<R[P]>
  : undefined;
export type Sent<R extends Route, P extends keyof Route> = R[P] extends $ZodType
  ? Immutable<input<R[P]>>
  : undefined;

export const TAGS = {
  tokens: 'Issue, verify, look at and revoke tokens.',
  contacts: 'Where people can be reached.',
  limits: 'What is spent, paused and locked.',
  operation: 'How the service is doing.',
} as const;

export interface RouteReference {
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  readonly description?: string;
  /** The cell of README's table, in Markdown. */
  readonly inShort: string;
  /** A scope that allows more of the route, besides its own. */
  readonly moreWith?: Scope;
  /** Of path and query, by name. With a `type`, it replaces the schema of the text that is sent. */
  readonly parameters?: Readonly<Record<string, Described>>;
  readonly body?: BodyReference;
  readonly idempotencyKey?: { readonly description: string; readonly example: string };
  /** By status. */
  readonly answers: Readonly<Record<number, AnswerReference>>;
  /** Of the HEAD that goes with a route that is open to anybody. */
  readonly head?: { readonly operationId: string; readonly summary: string; readonly says: string };
  /** Besides those that every route of its kind has. */
  readonly problems?: readonly ProblemCode[];
  /** What a status means here, where the text that routes share does not say it. */
  readonly problemTexts?: Readonly<Record<number, string>>;
  readonly problemExamples?: ProblemExamples;
}

/** By code: what a problem says besides what follows from its code. */
export type ProblemExamples = Readonly<
  Partial<Record<ProblemCode, Pick<Problem, 'detail' | 'errors' | 'limit' | 'rule' | 'retry_after'>>>
>;

interface BodyReference extends Described {
  readonly id: string;
  /** Of its members, by name. */
  readonly members?: Readonly<Record<string, Described>>;
  readonly requests: Readonly<Record<string, unknown>>;
}

interface AnswerReference {
  readonly says: string;
  /** Absent where there is no body. */
  readonly body?: () => Component;
  readonly mediaType?: string;
  /** Where it is not `no-store`. */
  readonly cacheControl?: { readonly value: string; readonly description: string };
}

export type References<R extends Routes> = { readonly [Name in keyof R]: RouteReference };
