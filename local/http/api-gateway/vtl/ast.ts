/** The syntax tree that velocityjs parses a template into, as far as templates here may use it. */

export interface Reference {
  readonly type: 'references';
  readonly id: string;
  /** `$` or `$!`. */
  readonly leader: string;
  readonly path?: readonly PathStep[];
  readonly args?: unknown;
}

export type PathStep =
  | { readonly type: 'property'; readonly id: string }
  | { readonly type: 'index'; readonly id: Expression }
  | { readonly type: 'method'; readonly id: string; readonly args?: readonly Expression[] | false };

export type Expression =
  | Reference
  | { readonly type: 'string'; readonly value: string; readonly isEval?: boolean }
  | { readonly type: 'integer' | 'decimal'; readonly value: string | number }
  | { readonly type: 'bool'; readonly value: 'true' | 'false' | 'null' }
  | { readonly type: 'array'; readonly value: readonly Expression[]; readonly isRange?: boolean }
  | { readonly type: 'map'; readonly value: Readonly<Record<string, Expression>> }
  | { readonly type: 'math'; readonly operator: string; readonly expression: readonly Expression[] };

export type Node =
  | string
  | Reference
  | Block
  | { readonly type: 'set'; readonly equal: readonly [Reference, Expression] }
  | { readonly type: 'raw'; readonly value: string }
  | { readonly type: 'comment' }
  | Branch;

/** A line of branches with what belongs to each, or a loop with its body. */
export type Block = readonly [Branch | Loop, ...Node[]];

type Branch = { readonly type: 'if' | 'elseif'; readonly condition: Expression } | { readonly type: 'else' };

interface Loop {
  readonly type: 'foreach';
  readonly to: string;
  readonly from: Expression;
}
