/** The tables, and who reads and writes them. */
import type { Connection, Point } from '../drawing/picture.ts';
import type { Entry } from './template.ts';
import type { Deployed, Spec, Zone } from './zone.ts';
import { areUnderKey, CARD_HEIGHT, EMPTY, INSET, inRow } from './zone.ts';

const WIDTH = 120;
const GAP = 16;

/** Opt-outs are in the limits table, and stay until they are taken back. */
const expiryOf = ({ name, properties }: Entry): string => {
  if (!properties.TimeToLiveSpecification?.Enabled) {
    return 'items stay';
  }
  return name === 'limits' ? 'most expire' : 'items expire';
};

export function dataZone(deployed: Deployed, at: Point): Zone {
  const { deployment, of } = deployed;
  const tables = of('table');
  if (tables.length === 0) {
    return EMPTY;
  }
  const specs = tables.map(
    (table): Spec => ({
      id: `table: ${table.name}`,
      icon: 'table',
      tone: 'data',
      title: table.name,
      texts: [expiryOf(table)],
      isEncrypted: areUnderKey([table], deployed),
    }),
  );
  // Four do not fit beside the secrets.
  const columns = specs.length > 3 ? 2 : specs.length;
  const rows = Array.from({ length: Math.ceil(specs.length / columns) }, (_, row) =>
    specs.slice(row * columns, (row + 1) * columns),
  );
  const cards = rows.flatMap((row, index) =>
    inRow(row, { x: at.x + INSET.side, y: at.y + INSET.top + index * (CARD_HEIGHT + GAP) }, WIDTH, GAP),
  );
  const height = INSET.top + rows.length * (CARD_HEIGHT + GAP) - GAP + INSET.bottom;
  const ids = tables.map(({ id }) => id);
  const uses = (from: string, entries: readonly { readonly id: string }[]): Connection[] =>
    deployment
      .permissionsOf(entries.map(({ id }) => id))
      .some(({ action, on }) => action.startsWith('dynamodb:') && on.some((id) => ids.includes(id)))
      ? [{ from, to: 'data', look: 'use', bundle: 'uses', leaves: ['bottom'], reaches: ['top'] }]
      : [];
  return {
    frames: [
      {
        id: 'data',
        ...at,
        width: columns * (WIDTH + GAP) - GAP + 2 * INSET.side,
        height,
        title: 'DynamoDB',
        look: 'group',
      },
    ],
    cards,
    connections: [
      ...uses('endpoints', deployment.functions('endpoint')),
      ...uses('machine', [...of('machine'), ...deployment.functions('step')]),
      ...uses('feedback', deployment.functions('feedback')),
    ],
    height,
  };
}
