/**
 * What a row in the table of routes holds, and what its reference says; the table is in routes.ts.
 *
 * A row is what runs: the gateway is built from it, and an endpoint parses requests by it. Its reference is
 * what people read: answers, problems, texts, examples. References and answers are functions, which a bundle
 * leaves out when nothing calls them, so no Lambda function contains them.
 */
import type { $ZodType, input, output } from 'zod/v4/core';
import type { Answered, Component, Described, Immutable } from './described.ts';
import type { Problem } from './problem-document.ts';
import type { ProblemCode } from './problems.ts';
import type { Scope } from './vocabulary.ts';

/** POST /tokens starts the machine without a function in between. */
export const STATE_MACHINE = 'state machine';
/** API Gateway answers the request itself. */
export const GATEWAY = 'gateway';

export interface RouteKey {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: `/${string}`;
}

export interface Route extends RouteKey {
  /** The scope that the access token needs; a route without one is open to anybody, by GET and HEAD. */
  readonly scope?: Scope;
  /** Why a route without a scope may be open. */
  readonly openBecause?: string;
  /** The name of an entry in handlers/endpoints, or one of the two above. */
  readonly answeredBy: string;
  readonly params?: $ZodType;
  readonly query?: $ZodType;
  readonly body?: $ZodType;
  /** The schema of the header, where the route takes one. */
  readonly idempotencyKey?: $ZodType<string>;
  /** Of a POST without one: carried out twice, it has no further effect. */
  readonly isRepeatable?: true;
}

export type Routes = Readonly<Record<string, Route>>;

/**
 * The type of a part of a request, as validated (`Checked`) and as a caller may send it (`Sent`); undefined
 * without that part.
 */
export type Checked<R extends Route, P extends keyof Route> = R[P] extends $ZodType
  ? output<R[P]>
  : undefined;
export type Sent<R extends Route, P extends keyof Route> = R[P] extends $ZodType
  ? Immutable<input<R[P]>>
  : undefined;

export const TAGS = {
  tokens: 'Issue, verify, list and revoke tokens.',
  deliveries: 'Deliver codes that another system makes and verifies.',
  contacts: 'Where people can be reached.',
  limits: 'SMS spend, paused and blocked prefixes, locked people and opt-outs.',
  operation: 'Health, metrics, the audit log and public keys.',
} as const;

/** `Answer` is the component that is answered; undefined for a route whose answers have no body. */
export interface RouteReference<Answer extends Component | undefined = Component | undefined> {
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  readonly description?: string;
  /** The cell in the table of docs/api.md, in Markdown. Links are relative to docs/. */
  readonly inShort: string;
  /** A scope that allows more on the route, in addition to its own. */
  readonly moreWith?: Scope;
  /** Path and query parameters, by name. A `type` here replaces the schema of the text that is sent. */
  readonly parameters?: Readonly<Record<string, Described>>;
  readonly body?: BodyReference;
  readonly idempotencyKey?: { readonly description: string; readonly example: string };
  /** By status. */
  readonly answers: Readonly<Record<number, AnswerReference<Answer>>>;
  /** The HEAD that goes with a route that is open to anybody. */
  readonly head?: { readonly operationId: string; readonly summary: string; readonly says: string };
  /** In addition to those that every route of its kind has. */
  readonly problems?: readonly ProblemCode[];
  /** What a status means here, where the shared text does not say it. */
  readonly problemTexts?: Readonly<Record<number, string>>;
  readonly problemExamples?: ProblemExamples;
}

/** By code: what a problem says beyond what follows from its code. */
export type ProblemExamples = Readonly<
  Partial<Record<ProblemCode, Pick<Problem, 'detail' | 'errors' | 'limit' | 'rule' | 'retry_after'>>>
>;

interface BodyReference extends Described {
  readonly id: string;
  /** Descriptions of its members, by name. */
  readonly members?: Readonly<Record<string, Described>>;
  readonly requests: Readonly<Record<string, unknown>>;
}

interface AnswerReference<Answer extends Component | undefined> {
  readonly says: string;
  /** Absent where there is no body. */
  readonly body?: Answer extends Component ? () => Answer : undefined;
  readonly mediaType?: string;
  /** Present where it is not `no-store`. */
  readonly cacheControl?: { readonly value: string; readonly description: string };
}

/** `Answers` has the components that are answered, by the name of the route. */
export type References<
  R extends Routes,
  Answers extends Partial<Record<keyof R, Component>> = Record<never, never>,
> = {
  readonly [Name in keyof R]: RouteReference<Name extends keyof Answers ? Answers[Name] : undefined>;
};

/** The type of the body in a route's answers; undefined where they have none. */
export type AnswerOf<R> =
  R extends RouteReference<infer Answer> ? (Answer extends Component ? Answered<Answer> : undefined) : never;
