/** A stack of a few resources, as loadStack would return it. */
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';

/** By logical id, which is also the result of `Ref`. */
export type FakeResources = Readonly<
  Record<string, readonly [type: string, properties: Record<string, unknown>]>
>;

export function fakeStack(resources: FakeResources, assets: Readonly<Record<string, string>> = {}): Stack {
  return {
    name: 'Test',
    region: 'eu-central-1',
    accountId: '000000000000',
    resources: new Map(
      Object.entries(resources).map(([logicalId, [type, properties]]) => {
        const resource: Resource = {
          logicalId,
          type,
          shortName: logicalId,
          path: `Test/${logicalId}`,
          properties,
          ref: logicalId,
          arn: undefined,
        };
        return [logicalId, resource];
      }),
    ),
    template: { Resources: {} },
    outputs: () => [],
    assets: (s3Key) => assets[s3Key] ?? '/nowhere',
  };
}
