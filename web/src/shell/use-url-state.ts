/**
 * A view's parameters in the URL, in place of useState: `const [shown, show] = useUrlState(SHOWN)`, and
 * `show({ period: 'hour' })`. A change replaces the entry in the browser's history, so that Back leaves the view.
 *
 * `shape` must be a constant of the module.
 */
import { useCallback, useMemo } from 'react';
import { replaceHash } from './hash.ts';
import { parseRoute, routeHref } from './routes.ts';
import type { UrlParameters, UrlValues } from './url-parameters.ts';
import { changeParameters, readParameters } from './url-parameters.ts';
import { useRoute } from './use-route.ts';

export function useUrlState<Shape extends UrlParameters>(
  shape: Shape,
): readonly [UrlValues<Shape>, (change: Partial<UrlValues<Shape>>) => void] {
  const { params } = useRoute();
  const values = useMemo(() => readParameters(shape, params), [shape, params]);
  const change = useCallback(
    (changed: Partial<UrlValues<Shape>>) => replaceHash(changeParameters(shape, shownHash(), changed)),
    [shape],
  );
  return [values, change];
}

/** The hash of the view that is shown, which differs from the URL's if that is empty or unknown. */
function shownHash(): string {
  const { view, params } = parseRoute(location.hash);
  return routeHref(view, Object.fromEntries(params));
}
