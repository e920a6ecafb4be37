/** A plan with its lines and labels. */
import { flawsIn } from './flaws.ts';
import type { Picture, Plan } from './picture.ts';
import { placeLabels } from './place-labels.ts';
import { routeLines } from './route-lines.ts';

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
