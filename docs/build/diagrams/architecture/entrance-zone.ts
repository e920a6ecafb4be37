/** The entrance in the region: the user pool, the firewall, the API, and the files that CloudFront serves. */
import type { Connection, Point } from '../drawing/picture.ts';
import { joined } from './template.ts';
import type { Deployed, Spec, Zone } from './zone.ts';
import { CARD_HEIGHT, card, counted, spoken } from './zone.ts';

/** Where each card begins and how wide it is, from the left of the zone. */
const COLUMNS = {
  'user-pool': { x: 16, width: 176 },
  'api-firewall': { x: 224, width: 136 },
  api: { x: 392, width: 152 },
  'page-files': { x: 576, width: 144 },
  names: { x: 744, width: 128 },
} as const;

export function entranceZone(deployed: Deployed, at: Point): Zone {
  const specs = [
    ...userPool(deployed),
    ...firewall(deployed),
    ...api(deployed),
    ...files(deployed),
    ...names(deployed),
  ];
  return {
    frames: [],
    cards: specs.map((spec) => {
      const column = COLUMNS[spec.id as keyof typeof COLUMNS];
      return card(spec, { x: at.x + column.x, y: at.y, width: column.width, height: CARD_HEIGHT });
    }),
    connections: connections(deployed),
    height: CARD_HEIGHT,
  };
}

function userPool({ deployment, of }: Deployed): Spec[] {
  if (of('user-pool').length === 0) {
    return [];
  }
  const triggers = deployment.functions('trigger').map(({ name }) => spoken(name));
  return [
    {
      id: 'user-pool',
      icon: 'identity',
      tone: 'security',
      title: 'Cognito',
      texts: triggers.length > 0 ? [triggers.join(', ')] : [],
    },
  ];
}

function firewall({ of }: Deployed): Spec[] {
  const acl = of('api-firewall').find(({ type }) => type === 'AWS::WAFv2::WebACL');
  return acl
    ? [
        {
          id: 'api-firewall',
          icon: 'firewall',
          tone: 'security',
          title: 'AWS WAF',
          texts: [counted(acl.properties.Rules.length, 'rule')],
        },
      ]
    : [];
}

function api({ of }: Deployed): Spec[] {
  const methods = of('api').filter(({ type }) => type === 'AWS::ApiGateway::Method');
  return methods.length > 0
    ? [
        {
          id: 'api',
          icon: 'gateway',
          tone: 'entrance',
          title: 'API Gateway',
          texts: [counted(methods.length, 'method')],
        },
      ]
    : [];
}

const files = ({ of }: Deployed): Spec[] =>
  of('page-files').length > 0
    ? [{ id: 'page-files', icon: 'files', tone: 'data', title: 'S3', texts: ["operators' page"] }]
    : [];

const names = ({ of }: Deployed): Spec[] =>
  of('names').length > 0
    ? [
        {
          id: 'names',
          icon: 'name',
          tone: 'entrance',
          title: 'Route 53',
          texts: [counted(of('names').length, 'record')],
        },
      ]
    : [];

function connections({ deployment, of }: Deployed): Connection[] {
  const found: Connection[] = [];
  if (of('api-firewall').some(({ type }) => type === 'AWS::WAFv2::WebACLAssociation')) {
    found.push({ from: 'api-firewall', to: 'api', look: 'main' });
  }
  const pools = of('user-pool').map(({ id }) => id);
  if (
    deployment.all('AWS::ApiGateway::Authorizer').some(({ mentions }) => pools.some((id) => mentions.has(id)))
  ) {
    found.push({
      from: 'api',
      to: 'user-pool',
      look: 'use',
      label: 'checks access tokens',
      leaves: ['bottom'],
      reaches: ['bottom'],
    });
  }
  const [distribution] = deployment.all('AWS::CloudFront::Distribution');
  if (distribution) {
    const { Origins, CacheBehaviors = [] } = distribution.properties.DistributionConfig;
    const apis = of('api').map(({ id, properties }) => ({ id, domain: properties.DomainName }));
    for (const { Id, DomainName } of Origins) {
      const target = JSON.stringify(DomainName);
      if (of('page-files').some(({ id }) => target.includes(id))) {
        found.push({
          from: 'distribution',
          to: 'page-files',
          look: 'call',
          leaves: ['bottom'],
          reaches: ['top'],
        });
      }
      const isApi = apis.some(
        ({ id, domain }) => target.includes(id) || (domain !== undefined && joined(DomainName) === domain),
      );
      const [behaviour] = CacheBehaviors.filter(
        ({ TargetOriginId }: { TargetOriginId: string }) => TargetOriginId === Id,
      );
      if (
        isApi &&
        behaviour &&
        !found.some(({ from, to }) => from === 'distribution' && to === 'api-firewall')
      ) {
        found.push({
          from: 'distribution',
          to: 'api-firewall',
          look: 'call',
          label: behaviour.PathPattern,
          leaves: ['bottom'],
          reaches: ['top'],
        });
      }
    }
  }
  return found;
}
