/** The nodes of velocityjs's syntax tree that templates here may contain. */

export interface Reference {
  readonly type: 'references';
  readonly id: string;
  readonly path?: readonly PathStep[];
}

export type PathStep =
  | { readonly type: 'property'; readonly id: string }
  | { readonly type: 'method'; readonly id: string; readonly args?: readonly Expression[] | false };

export type Operator = '==' | '>=' | '||';

export type Expression =
  | Reference
  | { readonly type: 'string'; readonly value: string; readonly isEval?: boolean }
  | { readonly type: 'integer'; readonly value: string | number }
  | {
      readonly type: 'math';
      readonly operator: Operator;
      readonly expression: readonly [Expression, Expression];
    };

export type Node =
  | string
  | Reference
  | Block
  | { readonly type: 'set'; readonly equal: readonly [Reference, Expression] }
  | { readonly type: 'comment' }
  | Branch;

/** A sequence of branches, each followed by its nodes, or a loop with its body. */
export type Block = readonly [Branch | Loop, ...Node[]];

type Branch = { readonly type: 'if' | 'elseif'; readonly condition: Expression } | { readonly type: 'else' };

interface Loop {
  readonly type: 'foreach';
  readonly to: string;
  readonly from: Expression;
}
