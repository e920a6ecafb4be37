/** The edge: CloudFront with its firewall and its logs, in us-east-1 and CloudFront's locations. */
import type { Point } from '../../../../workflows/picture/drawing/picture.ts';
import type { Deployed, Spec, Zone } from './zone.ts';
import { areUnderKey, CARD_HEIGHT, counted, EMPTY, INSET, inRow } from './zone.ts';

const WIDTH = 144;
const GAP = 32;

/** @param at the top left of its frame */
export function edgeZone(deployed: Deployed, at: Point): Zone {
  const { of } = deployed;
  const distribution = of('distribution').find(({ type }) => type === 'AWS::CloudFront::Distribution');
  if (!distribution) {
    return EMPTY;
  }
  const [firewall] = of('edge-firewall');
  const logs = of('edge-logs').filter(({ type }) => type === 'AWS::Logs::LogGroup');
  const specs: Spec[] = [];
  if (firewall) {
    const texts = [counted(firewall.properties.Rules.length, 'rule')];
    specs.push({ id: 'edge-firewall', icon: 'firewall', tone: 'security', title: 'AWS WAF', texts });
  }
  specs.push({
    id: 'distribution',
    icon: 'distribution',
    tone: 'entrance',
    title: 'CloudFront',
    texts: ['page and API'],
  });
  if (logs.length > 0) {
    const isEncrypted = areUnderKey(logs, deployed);
    specs.push({
      id: 'edge-logs',
      icon: 'log',
      tone: 'insight',
      title: 'Edge logs',
      texts: ['CloudWatch'],
      isEncrypted,
    });
  }
  const cards = inRow(specs, { x: at.x + INSET.side, y: at.y + INSET.top }, WIDTH, GAP);
  const width = specs.length * (WIDTH + GAP) - GAP + 2 * INSET.side;
  const height = INSET.top + CARD_HEIGHT + INSET.bottom;
  return {
    frames: [
      {
        id: 'edge',
        ...at,
        width,
        height,
        title: 'Edge: CloudFront and us-east-1',
        look: 'region',
        isTitleRight: true,
      },
    ],
    cards,
    connections: [
      ...(firewall ? [{ from: 'edge-firewall', to: 'distribution', look: 'call' as const }] : []),
      ...(logs.length > 0
        ? [{ from: 'distribution', to: 'edge-logs', look: 'use' as const, leaves: ['right' as const] }]
        : []),
    ],
    height,
  };
}
