/** Reads the synthesised templates: resources by type, and what refers to what. */

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

/** The templates of a deployment, and the region of its main stack. */
export interface Templates {
  readonly main: Template;
  readonly edge: Template;
  readonly edgeLogs: Template;
  readonly region: string;
}

type StackName = 'main' | 'edge' | 'edgeLogs';

/** A resource of any of the stacks. */
export interface Entry {
  readonly stack: StackName;
  /** The logical id. */
  readonly id: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no common type
  readonly properties: Readonly<Record<string, any>>;
  /** Its construct's name in CDK's tree, such as `verify-token`. */
  readonly name: string;
  /** The logical ids that its properties mention. */
  readonly mentions: ReadonlySet<string>;
}

export function entriesOf(templates: Templates): readonly Entry[] {
  return (['main', 'edge', 'edgeLogs'] as const).flatMap((stack) =>
    Object.entries(templates[stack].Resources).map(
      ([id, { Type, Properties = {}, Metadata }]): Entry => ({
        stack,
        id,
        type: Type,
        properties: Properties,
        name: nameIn(Metadata?.['aws:cdk:path'] ?? id),
        mentions: new Set(mentioned(Properties)),
      }),
    ),
  );
}

/** The last part of the path that is not CDK's own. */
function nameIn(path: string): string {
  const parts = path.split('/');
  return parts.at(-1) === 'Resource' || parts.at(-1) === 'Default'
    ? (parts.at(-2) ?? '')
    : (parts.at(-1) ?? '');
}

/** The logical ids in `Ref` and `Fn::GetAtt`, at any depth. */
export function mentioned(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(mentioned);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') {
      return [String(inner)];
    }
    if (key === 'Fn::GetAtt') {
      return [String(Array.isArray(inner) ? inner[0] : String(inner).split('.')[0])];
    }
    return mentioned(inner);
  });
}

/** A value that CloudFormation joins, as text, with logical ids in place of references. */
export function joined(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  const parts = (value as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'];
  return parts ? parts[1].map(joined).join(parts[0]) : (mentioned(value)[0] ?? '');
}
