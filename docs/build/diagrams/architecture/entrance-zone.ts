/** The entrance in the region: the user pool, the firewall, the API, and the files that CloudFront serves. */
import type { Connection, Point } from '../../../../workflows/picture/drawing/picture.ts';
import { isGuarded } from './guard.ts';
import { originLines } from './origins.ts';
import type { Deployed, Spec, Zone } from './zone.ts';
import { CARD_HEIGHT, card, counted, spoken } from './zone.ts';

/** Where each card begins and how wide it is, from the left of the zone. */
const COLUMNS = {
  'user-pool': { x: 16, width: 160 },
  'api-firewall': { x: 208, width: 144 },
  api: { x: 384, width: 160 },
  'page-files': { x: 576, width: 144 },
  names: { x: 736, width: 136 },
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
    ? [{ id: 'page-files', icon: 'files', tone: 'data', title: 'S3', texts: ['page files'] }]
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

function connections(deployed: Deployed): Connection[] {
  const { deployment, of } = deployed;
  const pools = of('user-pool').map(({ id }) => id);
  const isChecked = deployment
    .all('AWS::ApiGateway::Authorizer')
    .some(({ mentions }) => pools.some((id) => mentions.has(id)));
  return [
    ...(isGuarded(deployed) ? [{ from: 'api-firewall', to: 'api', look: 'main' } as const] : []),
    ...(isChecked
      ? [
          {
            from: 'api',
            to: 'user-pool',
            look: 'use',
            label: 'checks access tokens',
            leaves: ['bottom'],
            reaches: ['bottom'],
          } as const,
        ]
      : []),
    ...originLines(deployed),
  ];
}
