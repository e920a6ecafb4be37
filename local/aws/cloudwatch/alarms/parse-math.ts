/** Parses expressions of metric math. */

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'metric'; readonly id: string }
  | { readonly kind: 'quota'; readonly id: string }
  | { readonly kind: 'minus'; readonly of: Expression }
  | {
      readonly kind: 'operation';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse?: Expression;
    };

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|(&&|\|\||[=!<>]=|[-+*/^<>(),]))/y;

/** The loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['OR'],
  ['AND'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];
const SYNONYMS: Readonly<Record<string, string>> = { '&&': 'AND', '||': 'OR' };

/** @throws naming what is not supported, or where the expression is wrong */
export function parseMath(text: string): Expression {
  const tokens = tokensOf(text);
  let at = 0;
  const wrong = (what: string) => new Error(`metric math "${text}": ${what}`);
  const next = (): string | undefined => tokens[at];
  const expect = (token: string): void => {
    if (tokens[at] !== token) {
      throw wrong(`${token} expected, not ${tokens[at] ?? 'the end'}`);
    }
    at += 1;
  };

  function level(index: number): Expression {
    const operators = LEVELS[index];
    if (operators === undefined) {
      return unary();
    }
    let left = level(index + 1);
    for (let operator = next(); operator !== undefined && operators.includes(operator); operator = next()) {
      at += 1;
      left = { kind: 'operation', operator, left, right: level(index + 1) };
    }
    return left;
  }
  function unary(): Expression {
    if (next() !== '-') {
      return primary();
    }
    at += 1;
    return { kind: 'minus', of: unary() };
  }
  function primary(): Expression {
    const token = next();
    at += 1;
    if (token === undefined) {
      throw wrong('it ends too early');
    }
    if (token === '(') {
      const inner = level(0);
      expect(')');
      return inner;
    }
    if (/^\d/.test(token)) {
      return { kind: 'number', value: Number(token) };
    }
    if (/^[a-z]/.test(token)) {
      return { kind: 'metric', id: token };
    }
    return call(token);
  }
  function call(name: string): Expression {
    expect('(');
    const given = [level(0)];
    while (next() === ',') {
      at += 1;
      given.push(level(0));
    }
    expect(')');
    const [first, second, third] = given;
    if (name === 'SERVICE_QUOTA' && first?.kind === 'metric' && given.length === 1) {
      return { kind: 'quota', id: first.id };
    }
    if (name === 'IF' && first && second && given.length <= 3) {
      return { kind: 'if', condition: first, whenTrue: second, ...(third && { whenFalse: third }) };
    }
    throw wrong(`${name} with ${given.length} arguments is not supported by the local runtime`);
  }

  const expression = level(0);
  if (at < tokens.length) {
    throw wrong(`${tokens[at]} is not expected`);
  }
  return expression;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) {
      throw new Error(`metric math "${text}": "${text.slice(from).trim()}" is not supported`);
    }
    const token = match[1] ?? match[2] ?? match[3] ?? '';
    tokens.push(SYNONYMS[token] ?? token);
  }
  return tokens;
}

/** The ids that an expression names. */
export function idsIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'metric':
    case 'quota':
      return [expression.id];
    case 'minus':
      return idsIn(expression.of);
    case 'operation':
      return [...idsIn(expression.left), ...idsIn(expression.right)];
    case 'if':
      return [
        expression.condition,
        expression.whenTrue,
        ...(expression.whenFalse ? [expression.whenFalse] : []),
      ].flatMap(idsIn);
  }
}
