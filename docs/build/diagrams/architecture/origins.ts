/** The lines from CloudFront to its origins: the files of the page, and the API by its path. */
import type { Connection } from '../../../../workflows/picture/drawing/picture.ts';
import { firstOfApi } from './guard.ts';
import { joined } from './template.ts';
import type { Deployed } from './zone.ts';

interface Origin {
  readonly Id: string;
  readonly DomainName: unknown;
}

interface Behaviour {
  readonly TargetOriginId: string;
  readonly PathPattern?: string;
}

export function originLines(deployed: Deployed): readonly Connection[] {
  const [distribution] = deployed.deployment.all('AWS::CloudFront::Distribution');
  if (!distribution) {
    return [];
  }
  const { Origins, CacheBehaviors = [] } = distribution.properties.DistributionConfig;
  const origins: readonly Origin[] = Origins;
  const behaviours: readonly Behaviour[] = CacheBehaviors;
  const down = { from: 'distribution', look: 'call', leaves: ['bottom'], reaches: ['top'] } as const;
  const [toApi] = behaviours.filter(({ TargetOriginId }) =>
    origins.some((origin) => origin.Id === TargetOriginId && isApi(origin, deployed)),
  );
  return [
    ...(origins.some((origin) => isBucket(origin, deployed)) ? [{ ...down, to: 'page-files' }] : []),
    ...(toApi ? [{ ...down, to: firstOfApi(deployed), label: toApi.PathPattern ?? '' }] : []),
  ];
}

const isBucket = ({ DomainName }: Origin, { of }: Deployed): boolean =>
  of('page-files').some(({ id }) => JSON.stringify(DomainName).includes(id));

/** By its own address, or by a domain of the deployment's own. */
const isApi = ({ DomainName }: Origin, { of }: Deployed): boolean =>
  of('api').some(
    ({ id, properties }) =>
      JSON.stringify(DomainName).includes(id) ||
      (properties.DomainName !== undefined && joined(DomainName) === properties.DomainName),
  );
