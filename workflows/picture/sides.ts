/**
 * At which sides a transition leaves and reaches its states: down where it goes on, at the left past the failures that
 * it leaves out, and at their right from an error.
 */
import type { Connection } from './drawing/picture.ts';
import type { Seat } from './seats.ts';
import type { Transition } from './transitions.ts';

type Sides = Pick<Connection, 'leaves' | 'reaches'>;

/** @param isCompact failures may begin higher than what leads to them, so errors may reach them at the left */
export function sidesOf(
  { from, to, kind }: Transition,
  seats: ReadonlyMap<string, Seat>,
  isCompact: boolean,
): Sides {
  const [start, end] = [seats.get(from), seats.get(to)];
  if (!start || !end) {
    return {};
  }
  const down = end.row - start.row;
  const lanes = `${start.lane} ${end.lane}`;
  if (lanes === 'path failures' && kind === 'catch') {
    return { leaves: ['right'], reaches: isCompact ? ['left', 'right'] : ['right'] };
  }
  if (lanes === 'path failures') {
    return { reaches: ['left'] };
  }
  if (lanes === 'failures failures') {
    return down > 1 ? { leaves: ['left'], reaches: ['left'] } : end.column > 0 ? { reaches: ['top'] } : {};
  }
  return lanes === 'path path' && down > 0 ? downThePath(start, end) : {};
}

/** Out of the path's middle at the side, and back into it from above. */
function downThePath(start: Seat, end: Seat): Sides {
  const down = end.row - start.row;
  const aside = end.column < start.column ? 'left' : 'right';
  if (down === 1) {
    return start.column === end.column ? { reaches: ['top'] } : { leaves: [aside], reaches: ['top'] };
  }
  return { leaves: ['bottom'], reaches: ['top'] };
}
