/**
 * The CloudFormation intrinsic functions that synthesised templates of this kind use.
 * Source: CloudFormation template reference, "Intrinsic function reference".
 */
import type { Place } from './physical-names.ts';
import type { JsonObject, Template } from './template.ts';

const PARTITION = 'aws';
const URL_SUFFIX = 'amazonaws.com';
const NO_VALUE = Symbol('AWS::NoValue');

export interface ReferenceScope extends Place {
  readonly template: Template;
  readonly referenceTo: (logicalId: string) => string | undefined;
  readonly attributeOf: (logicalId: string, name: string) => string | undefined;
}

/** The path of a value in the template: first the logical id, then property names. */
type Whereabouts = readonly string[];

/** An intrinsic function that is not supported here, or that refers to something unsupported. */
export class UnsupportedIntrinsicError extends Error {
  override readonly name = 'UnsupportedIntrinsicError';

  constructor(at: Whereabouts, problem: string) {
    super(`${at.join('.')}: ${problem}`);
  }
}

/**
 * Returns a copy of a template value, with every intrinsic function replaced by its result.
 * @throws {UnsupportedIntrinsicError} naming the resource and the property path
 */
export function resolveIntrinsics(value: unknown, scope: ReferenceScope, at: Whereabouts): unknown {
  const resolved = resolve(value, scope, at);
  return resolved === NO_VALUE ? undefined : resolved;
}

/** Whether a condition of the template is true. @throws {UnsupportedIntrinsicError} when it does not exist */
export function isConditionTrue(name: string, scope: ReferenceScope): boolean {
  const at = ['Conditions', name];
  const condition = scope.template.Conditions?.[name];
  if (condition === undefined) {
    throw new UnsupportedIntrinsicError(at, 'there is no such condition');
  }
  return resolve(condition, scope, at) === true;
}

function resolve(value: unknown, scope: ReferenceScope, at: Whereabouts): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => resolve(item, scope, [...at, String(index)])).filter(isValue);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1 && isIntrinsic(only[0], only[1])) {
    const intrinsic = INTRINSICS[only[0]];
    if (!intrinsic) {
      throw new UnsupportedIntrinsicError(at, `${only[0]} is not supported by the local runtime`);
    }
    return intrinsic(only[1], scope, at);
  }
  return Object.fromEntries(
    entries
      .map(([key, item]) => [key, resolve(item, scope, [...at, key])] as const)
      .filter(([, item]) => isValue(item)),
  );
}

const isValue = (value: unknown): boolean => value !== NO_VALUE;

/** IAM policies also have a member `Condition`, but its value is an object. */
const isIntrinsic = (key: string, value: unknown): boolean =>
  key === 'Ref' || key.startsWith('Fn::') || (key === 'Condition' && typeof value === 'string');

type Intrinsic = (argument: unknown, scope: ReferenceScope, at: Whereabouts) => unknown;

const INTRINSICS: Record<string, Intrinsic> = {
  Ref: (argument, scope, at) => reference(String(argument), scope, at),
  Condition: (argument, scope) => isConditionTrue(String(argument), scope),
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substitute,
  'Fn::Join'(argument, scope, at) {
    const [separator, items] = list(argument, scope, at);
    return array(items, at).join(String(separator));
  },
  'Fn::Select'(argument, scope, at) {
    const [index, items] = list(argument, scope, at);
    const item = array(items, at)[Number(index)];
    if (item === undefined) {
      throw new UnsupportedIntrinsicError(at, `Fn::Select has no item ${index}`);
    }
    return item;
  },
  'Fn::Split'(argument, scope, at) {
    const [separator, text] = list(argument, scope, at);
    return String(text).split(String(separator));
  },
  'Fn::If'(argument, scope, at) {
    const [condition, whenTrue, whenFalse] = array(argument, at);
    return resolve(isConditionTrue(String(condition), scope) ? whenTrue : whenFalse, scope, at);
  },
  'Fn::Equals'(argument, scope, at) {
    const [left, right] = list(argument, scope, at);
    return left === right;
  },
  'Fn::And': (argument, scope, at) => list(argument, scope, at).every((item) => item === true),
  'Fn::Or': (argument, scope, at) => list(argument, scope, at).some((item) => item === true),
  'Fn::Not': (argument, scope, at) => list(argument, scope, at)[0] !== true,
  'Fn::ImportValue': (argument, scope, at) => `local-import-${resolve(argument, scope, at)}`,
};

function reference(name: string, scope: ReferenceScope, at: Whereabouts): unknown {
  const pseudo = pseudoParameters(scope)[name];
  if (pseudo !== undefined) {
    return pseudo;
  }
  const parameter = scope.template.Parameters?.[name];
  if (parameter) {
    return parameter.Default ?? `local-parameter-${name}`;
  }
  const resource = scope.referenceTo(name);
  if (resource === undefined) {
    throw new UnsupportedIntrinsicError(at, `Ref to ${name}, which is not in the template`);
  }
  return resource;
}

const pseudoParameters = ({ stackName, region, accountId }: Place): Record<string, unknown> => ({
  'AWS::AccountId': accountId,
  'AWS::NoValue': NO_VALUE,
  'AWS::NotificationARNs': [],
  'AWS::Partition': PARTITION,
  'AWS::Region': region,
  'AWS::StackId': `arn:${PARTITION}:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
  'AWS::StackName': stackName,
  'AWS::URLSuffix': URL_SUFFIX,
});

function getAttribute(argument: unknown, scope: ReferenceScope, at: Whereabouts): unknown {
  const [logicalId = '', ...rest] =
    typeof argument === 'string' ? argument.split('.') : list(argument, scope, at);
  const name = rest.join('.');
  const attribute = scope.attributeOf(String(logicalId), name);
  if (attribute === undefined) {
    throw new UnsupportedIntrinsicError(
      at,
      `Fn::GetAtt ${logicalId}.${name} is not supported by the local runtime`,
    );
  }
  return attribute;
}

/**
 * Replaces `${Name}`, `${LogicalId.Attribute}` and variables of the map; `${!Literal}` becomes `${Literal}`.
 */
function substitute(argument: unknown, scope: ReferenceScope, at: Whereabouts): string {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = resolve(given, scope, at) as JsonObject;
  return String(text).replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal) {
      return `\${${name}}`;
    }
    if (Object.hasOwn(variables, name)) {
      return String(variables[name]);
    }
    return String(name.includes('.') ? getAttribute(name, scope, at) : reference(name, scope, at));
  });
}

const list = (argument: unknown, scope: ReferenceScope, at: Whereabouts): unknown[] =>
  array(resolve(argument, scope, at), at);

function array(value: unknown, at: Whereabouts): unknown[] {
  if (!Array.isArray(value)) {
    throw new UnsupportedIntrinsicError(at, 'an intrinsic function needs a list here');
  }
  return value;
}
