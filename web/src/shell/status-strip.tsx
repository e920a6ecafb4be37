/**
 * The line above the bar: which deployment this is, and in which zone times are. Its colour, its sign and its words
 * all say how careful to be, because no colour is seen by everybody.
 */
import type { ReactNode } from 'react';
import type { PageConfig } from '../../../handlers/contract/page.ts';
import { zoneName, zoneOffset } from '../time/format-time.ts';
import { chooseZone, useZone } from '../time/time-zone.ts';
import type { EnvironmentKind } from './environment.ts';
import { environmentOf } from './environment.ts';
import { strings } from './strings.ts';

const text = strings.environment;
const SIGNS: Readonly<Record<EnvironmentKind, string>> = { production: '▲', other: '●', local: '○' };

export function StatusStrip({ config }: { readonly config: PageConfig }): ReactNode {
  const { kind, name, place } = environmentOf(config);
  const zone = useZone();
  const other = zone === 'utc' ? 'local' : 'utc';
  const parts = [name, ...place].filter(Boolean);
  return (
    <div className={`status-strip status-strip-${kind}`}>
      <p title={text.title(parts.join(' · '))}>
        <span aria-hidden="true">{SIGNS[kind]}</span> <span className="unseen">{text.label} </span>
        {parts.join(' · ')}
      </p>
      <button
        type="button"
        title={text.zone(zoneName(zone), zoneName(other))}
        onClick={() => chooseZone(other)}
      >
        {text.times(zoneOffset(new Date(), zone))}
        <span className="unseen"> {text.otherZone(zoneOffset(new Date(), other))}</span>
      </button>
    </div>
  );
}
