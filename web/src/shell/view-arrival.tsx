/**
 * Announces a new view: sets the window's title and moves the focus to the view's heading. Renders nothing; it is a
 * sibling of the lazy view, so that its effects run once the view is on the page.
 */
import { useEffect } from 'react';
import { shared } from '../strings.ts';
import { focusHeading } from './focus-heading.ts';
import type { ViewName } from './routes.ts';
import { strings } from './strings.ts';

/** The first view comes with the page itself, which screen readers read from the top. */
let shown: ViewName | undefined;

export interface ViewArrivalProps {
  readonly view: ViewName;
  readonly brandName: string;
  /** In the title, so that tabs of several deployments can be told apart. */
  readonly environment: string;
}

export function ViewArrival({ view, brandName, environment }: ViewArrivalProps): null {
  useEffect(() => {
    document.title = strings.navigation.documentTitle(shared.views[view], environment, brandName);
    if (shown !== undefined && shown !== view) {
      focusHeading({ scrolls: true });
    }
    shown = view;
  }, [view, brandName, environment]);
  return null;
}
