/** The functions that answer requests, by the first part of their routes' paths. */
import type { Connection, Point } from '../../../../workflows/picture/drawing/picture.ts';
import { reachesFunction, routesOf } from './routes.ts';
import type { Entry } from './template.ts';
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
      texts: [...groups].flatMap(([path, members]) => [`/${path}`, shortNames(path, members)]),
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
function pathOf(entry: Entry, { deployment }: Deployed): string {
  const route = routesOf(deployment).find((each) => reachesFunction(each, [entry]));
  return route?.path.split('/')[1] ?? '';
}

/** "Verify, retrieve" under /tokens, whose functions all are about tokens. */
function shortNames(path: string, members: readonly Entry[]): string {
  const nouns = [path, path.replace(/s$/, '')];
  const words = members.map(({ name }) => {
    const parts = name.split('-');
    return (nouns.includes(parts.at(-1) ?? '') ? parts.slice(0, -1) : parts).join('-');
  });
  return spoken(words.join(', '));
}

function connections({ deployment, of }: Deployed): Connection[] {
  const functions = deployment.functions('endpoint');
  const machines = of('machine').map(({ id }) => id);
  const starts = deployment
    .permissionsOf(functions.map(({ id }) => id))
    .some(
      ({ action, on }) => action === 'states:StartSyncExecution' && on.some((id) => machines.includes(id)),
    );
  const isCalled = routesOf(deployment).some((route) => reachesFunction(route, functions));
  return [
    ...(isCalled
      ? [{ from: 'api', to: 'endpoints', look: 'call', leaves: ['bottom'], reaches: ['top'] } as const]
      : []),
    ...(starts ? [{ from: 'endpoints', to: 'machine', look: 'call' } as const] : []),
  ];
}
