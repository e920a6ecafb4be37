/** The functions that answer requests, by the first part of their routes' paths. */
import type { Connection, Point } from '../drawing/picture.ts';
import type { Entry } from './template.ts';
import { joined } from './template.ts';
import type { Deployed, Zone } from './zone.ts';
import { EMPTY, list, spoken } from './zone.ts';

export function endpointsZone(deployed: Deployed, at: Point, width: number): Zone {
  const { deployment } = deployed;
  const functions = deployment.functions('endpoint');
  if (functions.length === 0) {
    return EMPTY;
  }
  const groups = Map.groupBy(functions, (entry) => pathOf(entry, deployed));
  const card = list(
    {
      id: 'endpoints',
      icon: 'function',
      tone: 'compute',
      title: `${functions.length} endpoints`,
      texts: [...groups].flatMap(([path, members]) => [`/${path}`, ...shortNames(members)]),
    },
    at,
    width,
  );
  const texts = card.texts.map((text) =>
    text.words.startsWith('/') ? { ...text, isQuiet: false, isBold: true } : text,
  );
  return { frames: [], cards: [{ ...card, texts }], connections: connections(deployed), height: card.height };
}

/** The first part of the path of its first route. */
function pathOf({ id }: Entry, { deployment }: Deployed): string {
  const [method] = deployment.all('AWS::ApiGateway::Method').filter(({ mentions }) => mentions.has(id));
  let part = '';
  let resource = deployment
    .all('AWS::ApiGateway::Resource')
    .find((each) => each.id === method?.properties.ResourceId.Ref);
  while (resource) {
    part = resource.properties.PathPart;
    const parent = resource.properties.ParentId.Ref;
    resource = deployment.all('AWS::ApiGateway::Resource').find((each) => each.id === parent);
  }
  return part;
}

const shortNames = (members: readonly Entry[]): string[] => [
  members.map(({ name }) => spoken(name)).join(', '),
];

function connections({ deployment, of }: Deployed): Connection[] {
  const ids = deployment.functions('endpoint').map(({ id }) => id);
  const machines = of('machine').map(({ id }) => id);
  const permissions = deployment.permissionsOf(ids);
  const starts = permissions.some(
    ({ action, on }) => action === 'states:StartSyncExecution' && on.some((id) => machines.includes(id)),
  );
  const proxies = deployment
    .all('AWS::ApiGateway::Method')
    .some(({ properties }) => ids.some((id) => joined(properties.Integration.Uri).includes(id)));
  return [
    ...(proxies
      ? [
          {
            from: 'api',
            to: 'endpoints',
            look: 'call' as const,
            leaves: ['bottom' as const],
            reaches: ['top' as const],
          },
        ]
      : []),
    ...(starts
      ? [
          {
            from: 'endpoints',
            to: 'machine',
            look: 'call' as const,
            leaves: ['right' as const],
            reaches: ['left' as const],
          },
        ]
      : []),
  ];
}
