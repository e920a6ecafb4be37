/** Parses templates with velocityjs, and refuses what it reads differently than Velocity on AWS. */
import { parse } from 'velocityjs';
import type { Node } from './ast.ts';

const KNOWN_TYPES = new Set([
  ...['references', 'set', 'raw', 'comment', 'if', 'elseif', 'else', 'foreach'],
  ...['string', 'integer', 'decimal', 'bool', 'array', 'map', 'math', 'property', 'index', 'method'],
]);

/** A template that cannot be run here. */
export class TemplateSyntaxError extends Error {
  override readonly name = 'TemplateSyntaxError';
}

/** @throws {TemplateSyntaxError} when the template is not valid or uses a directive that is not supported */
export function parseTemplate(source: string): readonly Node[] {
  let nodes: unknown;
  try {
    nodes = parse(source);
  } catch (cause) {
    throw new TemplateSyntaxError(`A mapping template is not valid: ${String(cause)}`, { cause });
  }
  refuseUnknown(nodes);
  return nodes as readonly Node[];
}

function refuseUnknown(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && typeof node.type === 'string') {
    if (!KNOWN_TYPES.has(node.type)) {
      const name = 'id' in node ? `#${String(node.id)}` : `#${node.type}`;
      throw new TemplateSyntaxError(`Mapping templates may not use ${name} in the local runtime.`);
    }
    refuseEscapedQuote(node);
  }
  for (const child of Object.values(node)) refuseUnknown(child);
}

/** In Velocity a quote ends a double-quoted string whatever stands before it; velocityjs reads on. */
function refuseEscapedQuote(node: object): void {
  if (!('isEval' in node) || !('value' in node) || typeof node.value !== 'string') return;
  if (node.value.includes('"')) {
    throw new TemplateSyntaxError(
      `A double-quoted string cannot hold a quote: write "${node.value}" with single quotes.`,
    );
  }
}
