/**
 * The part of the Amazon States Language (JSONPath) that our machine uses.
 * https://states-language.net/spec.html
 */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxAttempts?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath: string;
  readonly Next: string;
}

type Following = { readonly Next: string } | { readonly End: true };

interface Paths {
  readonly Comment?: string;
  readonly InputPath?: string;
  readonly Parameters?: unknown;
  readonly ResultPath?: string | null;
  readonly OutputPath?: string;
}

export type TaskState = Paths &
  Following & {
    readonly Type: 'Task';
    readonly Resource: string;
    readonly TimeoutSeconds: number;
    readonly Retry: readonly Retrier[];
    readonly Catch: readonly Catcher[];
  };

type PassState = Paths & Following & { readonly Type: 'Pass' };

interface Comparison {
  readonly Variable: string;
  readonly StringEquals?: string;
  /** For absence, use `Not` with this: the interpreter of local runs never matches `false`. */
  readonly IsPresent?: true;
}

/** What a rule of a Choice consists of. */
export type Condition = Comparison | { readonly Not: Comparison };

export interface ChoiceState {
  readonly Type: 'Choice';
  readonly Comment?: string;
  readonly Choices: readonly (
    | (Condition & { readonly Next: string })
    | { readonly And: readonly Condition[]; readonly Next: string }
    | { readonly Or: readonly Condition[]; readonly Next: string }
  )[];
  readonly Default: string;
}

export interface FailState {
  readonly Type: 'Fail';
  readonly Error: string;
  readonly Cause: string;
}

export type State = TaskState | PassState | ChoiceState | FailState;

export interface Definition {
  readonly Comment: string;
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}
