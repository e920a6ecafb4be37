/**
 * Where the focus goes after a dialog. Cloudscape gives it back to what opened the dialog; if that is gone, such as the
 * button of a row that was removed, it would be lost, and a keyboard would have to begin at the top of the page.
 */
import { useEffect } from 'react';
import { focusHeading } from './focus-heading.ts';

/** For a dialog: moves the focus to the view's heading if nothing has it after the dialog has closed. */
export function useKeptFocus(): void {
  useEffect(
    () => () => {
      // After Cloudscape's own attempt, and after what the dialog changed is drawn.
      setTimeout(() => {
        if (document.activeElement === null || document.activeElement === document.body) {
          focusHeading({ scrolls: false });
        }
      }, SETTLED_MS);
    },
    [],
  );
}

const SETTLED_MS = 50;
