/** A plan with its lines and labels. */

import type { Picture, Plan } from '../../../../workflows/picture/drawing/picture.ts';
import { placeLabels } from '../../../../workflows/picture/drawing/place-labels.ts';
import { routeLines } from '../../../../workflows/picture/drawing/route-lines.ts';
import { flawsIn } from './flaws.ts';

/** @throws when the picture could not be shown as it is */
export function compose(plan: Plan): Picture {
  const lines = routeLines(plan);
  const picture = { ...plan, lines, labels: placeLabels(plan, lines) };
  const flaws = flawsIn(picture);
  if (flaws.length > 0) {
    throw new Error(`The picture "${plan.title}" has flaws:\n${flaws.join('\n')}`);
  }
  return picture;
}
