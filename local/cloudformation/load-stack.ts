/**
 * Reads a synthesised stack as the local runtime needs it: every resource, with its intrinsics resolved to
 * local names. A resource that cannot run here is refused by name.
 *
 * aws-cdk-lib/cx-api reads assemblies too, but takes some 130 ms of CPU at each start, against 8.
 */
import type { ReferenceScope } from './intrinsics.ts';
import { isConditionTrue, resolveIntrinsics } from './intrinsics.ts';
import type { Place } from './physical-names.ts';
import { attributeOf, referenceOf } from './physical-names.ts';
import { isKnownType } from './resource-types.ts';
import type { JsonObject, Template, TemplateResource } from './template.ts';
import { readSynthesisedStack } from './template.ts';

const ACCOUNT_ID = '000000000000';

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  /** The second-last segment of the construct path, which is the construct's id. */
  readonly shortName: string;
  /** The construct path from `aws:cdk:path`, or the logical id if that is absent. */
  readonly path: string;
  /** With intrinsics resolved. */
  readonly properties: JsonObject;
  /** The result of `Ref`: the name of a table or function, the ARN of a topic, secret or state machine. */
  readonly ref: string;
  /** The result of `Fn::GetAtt Arn`, if the type has an ARN. */
  readonly arn: string | undefined;
}

export interface Output {
  readonly name: string;
  readonly value: string;
  readonly description: string | undefined;
}

export interface Stack {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly resources: ReadonlyMap<string, Resource>;
  /** As it was synthesised. */
  readonly template: Template;
  /** Resolved when they are read, because they may refer to what nothing else here needs. */
  readonly outputs: () => readonly Output[];
  /** Returns the absolute path of an asset's file or folder. @throws when the stack has no such asset */
  readonly assets: (s3Key: string) => string;
}

/** A template contains resource types that the local runtime does not support. */
export class UnsupportedResourcesError extends Error {
  override readonly name = 'UnsupportedResourcesError';
}

/**
 * Loads a stack of a cloud assembly.
 * @throws {UnsupportedResourcesError} listing every resource whose type is not supported
 * @throws {UnsupportedIntrinsicError} naming the resource and the property path
 */
export async function loadStack(cdkOutDir: string, stackName: string): Promise<Stack> {
  const { region, template, assetPaths } = await readSynthesisedStack(cdkOutDir, stackName);
  const { resources, scope } = resolveResources(template, stackName, region);
  return {
    name: stackName,
    region,
    accountId: ACCOUNT_ID,
    resources,
    template,
    outputs: () => resolveOutputs(template, scope),
    assets(s3Key) {
      const path = assetPaths.get(s3Key);
      if (path === undefined) {
        throw new Error(`Stack ${stackName} has no asset ${s3Key}.`);
      }
      return path;
    },
  };
}

function resolveOutputs({ Outputs = {} }: Template, scope: ReferenceScope): Output[] {
  return Object.entries(Outputs)
    .filter(([, { Condition }]) => Condition === undefined || isConditionTrue(Condition, scope))
    .map(([name, { Value, Description }]) => ({
      name,
      value: String(resolveIntrinsics(Value, scope, ['Outputs', name, 'Value'])),
      description: Description,
    }));
}

function resolveResources(
  template: Template,
  stackName: string,
  region: string,
): { resources: Map<string, Resource>; scope: ReferenceScope } {
  const place = { stackName, region, accountId: ACCOUNT_ID };
  const resolved = new Map<string, Resource>();
  const inProgress = new Set<string>();
  const scope: ReferenceScope = {
    ...place,
    template,
    referenceTo: (logicalId) => resolve(logicalId)?.ref,
    attributeOf(logicalId, name) {
      const resource = resolve(logicalId);
      return resource && attributeOf({ ...resource, ...place }, name);
    },
  };

  function resolve(logicalId: string): Resource | undefined {
    const known = resolved.get(logicalId);
    const raw = template.Resources[logicalId];
    if (known || !raw) {
      return known;
    }
    if (inProgress.has(logicalId)) {
      throw new Error(`Resource ${logicalId} refers to itself.`);
    }
    inProgress.add(logicalId);
    const resource = resolveResource(logicalId, raw, scope, place);
    inProgress.delete(logicalId);
    resolved.set(logicalId, resource);
    return resource;
  }

  const wanted = Object.keys(template.Resources).filter((logicalId) => {
    const condition = template.Resources[logicalId]?.Condition;
    return condition === undefined || isConditionTrue(condition, scope);
  });
  refuseUnknownTypes(template, stackName, wanted);
  for (const logicalId of wanted) {
    resolve(logicalId);
  }
  const resources = new Map([...resolved].filter(([logicalId]) => wanted.includes(logicalId)));
  return { resources, scope };
}

function resolveResource(
  logicalId: string,
  raw: TemplateResource,
  scope: ReferenceScope,
  place: Place,
): Resource {
  const properties = resolveIntrinsics(raw.Properties ?? {}, scope, [logicalId, 'Properties']) as JsonObject;
  const path = String(raw.Metadata?.['aws:cdk:path'] ?? logicalId);
  const nameable = { logicalId, type: raw.Type, properties, ...place };
  const arn = attributeOf(nameable, 'Arn');
  return {
    logicalId,
    type: raw.Type,
    shortName: path.split('/').at(-2) ?? logicalId,
    path,
    properties,
    ref: referenceOf(nameable),
    arn: typeof arn === 'string' ? arn : undefined,
  };
}

function refuseUnknownTypes(template: Template, stackName: string, logicalIds: readonly string[]): void {
  const unknown = logicalIds.flatMap((logicalId) => {
    const type = template.Resources[logicalId]?.Type ?? '';
    return isKnownType(type) ? [] : [`${logicalId} (${type})`];
  });
  if (unknown.length === 0) {
    return;
  }
  throw new UnsupportedResourcesError(
    `The local runtime does not support these resources of stack ${stackName}: ${unknown.join(', ')}.`,
  );
}
