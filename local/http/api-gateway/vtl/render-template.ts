/**
 * Mapping templates: velocityjs parses them, and this module evaluates them as Velocity does on AWS. The
 * evaluator of velocityjs follows JavaScript in truthiness, `replaceAll` and printing, so that templates
 * could work here and fail once deployed.
 */
import { Helper } from 'velocityjs';
import type { Block, Node, Reference } from './ast.ts';
import type { Scope } from './evaluate.ts';
import { assign, evaluate, readReference } from './evaluate.ts';
import { isNull, isTrue, toJavaString } from './java-values.ts';
import type { MappingInput } from './mapping-input.ts';
import { parseTemplate } from './parse-template.ts';

type GetRefText = typeof Helper.getRefText;

interface TemplateVariables {
  readonly input: MappingInput;
  /** The template may change its `requestOverride` and `responseOverride`. */
  readonly context: Record<string, unknown>;
}

export type MappingTemplate = (variables: TemplateVariables) => string;

/**
 * Compiles a mapping template.
 * @throws {TemplateSyntaxError} when it is invalid or not supported
 */
export function compileTemplate(source: string): MappingTemplate {
  const nodes = parseTemplate(source);
  return ({ input, context }) => {
    const variables = new Map<string, unknown>([['context', context]]);
    const scope: Scope = {
      input,
      variables,
      interpolate: (text) => renderAll(parseTemplate(text), scope),
    };
    return renderAll(nodes, scope);
  };
}

const renderAll = (nodes: readonly Node[], scope: Scope): string =>
  nodes.map((node) => renderNode(node, scope)).join('');

function renderNode(node: Node, scope: Scope): string {
  if (typeof node === 'string') {
    return node;
  }
  if (isBlock(node)) {
    return renderBlock(node, scope);
  }
  switch (node.type) {
    case 'references':
      return print(node, scope);
    case 'set':
      assign(node.equal[0], evaluate(node.equal[1], scope), scope);
      return '';
    default:
      return '';
  }
}

const isBlock = (node: Exclude<Node, string>): node is Block => Array.isArray(node);

function print(reference: Reference, scope: Scope): string {
  const value = readReference(reference, scope);
  if (!isNull(value)) {
    return toJavaString(value);
  }
  // A missing member of the context prints nothing; any other missing reference prints its own source text.
  return reference.id === 'context'
    ? ''
    : Helper.getRefText(reference as unknown as Parameters<GetRefText>[0]);
}

function renderBlock([head, ...body]: Block, scope: Scope): string {
  if (head.type !== 'foreach') {
    return renderAll(chooseBranch([head, ...body], scope), scope);
  }
  const items = evaluate(head.from, scope);
  if (typeof items !== 'object' || items === null) {
    return '';
  }
  const all: readonly unknown[] = Array.isArray(items) ? items : Object.values(items);
  return all
    .map((item) => {
      scope.variables.set(head.to, item);
      return renderAll(body, scope);
    })
    .join('');
}

/** The nodes of the first branch whose condition is true. */
function chooseBranch(nodes: readonly Node[], scope: Scope): readonly Node[] {
  const isBranch = (node: Node): boolean =>
    typeof node === 'object' && 'type' in node && ['if', 'elseif', 'else'].includes(node.type);
  const chosen = nodes.findIndex((node) => {
    if (typeof node !== 'object' || !('type' in node)) {
      return false;
    }
    if (node.type === 'else') {
      return true;
    }
    return (node.type === 'if' || node.type === 'elseif') && isTrue(evaluate(node.condition, scope));
  });
  if (chosen < 0) {
    return [];
  }
  const next = nodes.findIndex((node, index) => index > chosen && isBranch(node));
  return nodes.slice(chosen + 1, next < 0 ? undefined : next);
}
