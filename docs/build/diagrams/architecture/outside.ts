/** Who is outside the account: callers above it and the person, receivers of webhooks below. */
import type { Connection } from '../../../../workflows/picture/drawing/picture.ts';
import { firstOfApi } from './guard.ts';
import type { Deployed, Spec, Zone } from './zone.ts';
import { CARD_HEIGHT, card, EMPTY } from './zone.ts';

const CALLERS = {
  'auth-system': { x: 48, width: 208 },
  browser: { x: 336, width: 176 },
  person: { x: 776, width: 176 },
} as const;
const RECEIVERS = { x: 592, width: 176 };

export function callers(deployed: Deployed, y: number): Zone {
  const { of } = deployed;
  const specs: Outsider[] = [
    ...(of('api').length > 0 ? [AUTH_SYSTEM] : []),
    ...(of('distribution').length > 0 ? [BROWSER] : []),
    ...(of('machine').length > 0 ? [PERSON] : []),
  ];
  return {
    frames: [],
    cards: specs.map((spec) => card(spec, { ...CALLERS[spec.id], y, height: CARD_HEIGHT })),
    connections: connections(deployed),
    height: CARD_HEIGHT,
  };
}

export function receivers({ deployment }: Deployed, y: number): Zone {
  return deployment.functions('webhook').length > 0
    ? {
        frames: [],
        cards: [
          card(
            { ...OUTSIDE, id: 'receivers', icon: 'server', title: 'Receivers', texts: ['of webhooks'] },
            { ...RECEIVERS, y, height: CARD_HEIGHT },
          ),
        ],
        connections: [],
        height: CARD_HEIGHT,
      }
    : EMPTY;
}

function connections(deployed: Deployed): Connection[] {
  const { deployment, of } = deployed;
  const flows = deployment
    .all('AWS::Cognito::UserPoolClient')
    .flatMap(({ properties }): string[] => properties.AllowedOAuthFlows ?? []);
  const down = { leaves: ['bottom'], reaches: ['top'] } as const;
  return [
    {
      from: 'auth-system',
      to: firstOfApi(deployed),
      look: 'main',
      label: 'API requests',
      ...down,
    },
    {
      from: 'browser',
      to: of('edge-firewall').length > 0 ? 'edge-firewall' : 'distribution',
      look: 'call',
      ...down,
    },
    ...(flows.includes('client_credentials')
      ? [{ from: 'auth-system', to: 'user-pool', look: 'call', label: 'access token', ...down } as const]
      : []),
    ...(flows.includes('code')
      ? [{ from: 'browser', to: 'user-pool', look: 'call', label: 'sign-in', ...down } as const]
      : []),
  ];
}

type Outsider = Spec & { readonly id: keyof typeof CALLERS };

const OUTSIDE = { tone: 'outside', shape: 'person' } as const;
const AUTH_SYSTEM: Outsider = {
  ...OUTSIDE,
  id: 'auth-system',
  icon: 'server',
  title: 'Auth system',
  texts: ['checked a password'],
};
const BROWSER: Outsider = {
  ...OUTSIDE,
  id: 'browser',
  icon: 'browser',
  title: 'Operator',
  texts: ['in a browser'],
};
const PERSON: Outsider = {
  ...OUTSIDE,
  id: 'person',
  icon: 'person',
  title: 'Person',
  texts: ['receives the code'],
};
