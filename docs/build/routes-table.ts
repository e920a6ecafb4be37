/** The table of routes in docs/api.md. */
import type { Route } from '../../handlers/contract/route.ts';
import type { RouteName } from '../../handlers/contract/routes.ts';
import { ROUTES, routeReferences } from '../../handlers/contract/routes.ts';

export function routesTable(): string {
  const rows = Object.entries(routeReferences()).map(([name, { inShort }]) => {
    const { method, path, scope }: Route = ROUTES[name as RouteName];
    return `| \`${method} ${path}\` | ${scope === undefined ? 'none' : `\`${scope}\``} | ${inShort} |`;
  });
  return ['| route | scope | what |', '|---|---|---|', ...rows].join('\n');
}
