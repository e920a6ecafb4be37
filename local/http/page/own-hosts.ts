/** The custom domain names that a stack configures for its page and its API. */
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toObject, toText, toTextList } from '../json-values.ts';

export interface OwnHosts {
  readonly page: readonly string[];
  readonly api: readonly string[];
}

/** @throws when a domain of the API has a base path other than the stage's name, the only one served here */
export function readOwnHosts(stack: Stack): OwnHosts {
  const ofType = (type: string) => [...stack.resources.values()].filter((resource) => resource.type === type);
  ofType('AWS::ApiGateway::BasePathMapping').forEach(refuseOtherPath);
  return {
    page: ofType('AWS::CloudFront::Distribution').flatMap(({ properties }) =>
      toTextList(toObject(properties.DistributionConfig).Aliases),
    ),
    api: ofType('AWS::ApiGateway::DomainName').map(({ ref }) => ref),
  };
}

function refuseOtherPath({ path, properties: { BasePath, Stage } }: Resource): void {
  if (toText(BasePath) === toText(Stage)) {
    return;
  }
  throw new Error(
    `${path}: the local runtime serves an API only under its stage's name, not under "${toText(BasePath)}".`,
  );
}
