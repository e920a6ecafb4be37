/** The keys and the secrets, and who uses them. */
import type { Connection, Point } from '../../../../workflows/picture/drawing/picture.ts';
import type { Deployed, Spec, Zone } from './zone.ts';
import { areUnderKey, CARD_HEIGHT, counted, EMPTY, INSET, inRow } from './zone.ts';

const WIDTH = 112;
const GAP = 32;
const HEIGHT = INSET.top + CARD_HEIGHT + INSET.bottom;

export function secretsZone(deployed: Deployed, at: Point, width: number): Zone {
  const specs = [...rotation(deployed), ...secrets(deployed), ...keys(deployed)];
  if (specs.length === 0) {
    return EMPTY;
  }
  return {
    frames: [{ id: 'security', ...at, width, height: HEIGHT, title: 'Keys and secrets', look: 'group' }],
    cards: inRow(specs, { x: at.x + INSET.side, y: at.y + INSET.top }, WIDTH, GAP),
    connections: connections(deployed),
    height: HEIGHT,
  };
}

function rotation({ deployment }: Deployed): Spec[] {
  const [schedule] = deployment.all('AWS::SecretsManager::RotationSchedule');
  return schedule
    ? [
        {
          id: 'rotation',
          icon: 'function',
          tone: 'compute',
          title: 'Rotation',
          texts: [`${schedule.properties.RotationRules.AutomaticallyAfterDays} days`],
        },
      ]
    : [];
}

function secrets(deployed: Deployed): Spec[] {
  const found = deployed.of('secrets');
  return found.length > 0
    ? [
        {
          id: 'secrets',
          icon: 'secret',
          tone: 'security',
          title: 'Secrets Manager',
          texts: [counted(found.length, 'secret')],
          isEncrypted: areUnderKey(found, deployed),
        },
      ]
    : [];
}

function keys({ of }: Deployed): Spec[] {
  const found = of('key');
  return found.length > 0
    ? [
        {
          id: 'key',
          icon: 'key',
          tone: 'security',
          title: 'KMS',
          texts: [counted(found.length, 'key')],
        },
      ]
    : [];
}

function connections({ deployment, of }: Deployed): Connection[] {
  const ids = of('secrets').map(({ id }) => id);
  const reads = (from: string, entries: readonly { readonly id: string }[]): Connection[] =>
    deployment
      .permissionsOf(entries.map(({ id }) => id))
      .some(
        ({ action, on }) => action === 'secretsmanager:GetSecretValue' && on.some((id) => ids.includes(id)),
      )
      ? [{ from, to: 'security', look: 'use', bundle: 'uses', leaves: ['bottom'], reaches: ['top'] }]
      : [];
  return [
    ...(of('rotation').length > 0 ? [{ from: 'rotation', to: 'secrets', look: 'use' as const }] : []),
    ...reads('endpoints', deployment.functions('endpoint')),
    ...reads('machine', deployment.functions('step')),
    ...reads('feedback', deployment.functions('feedback')),
  ];
}
