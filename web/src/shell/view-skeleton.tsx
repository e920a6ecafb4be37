/** A view of which the script is still loading: the outlines that index.html starts with, and a word for listeners. */
import type { ReactNode } from 'react';
import { strings } from './strings.ts';

export const ViewSkeleton = (): ReactNode => (
  <div className="fp-view">
    <p className="fp-unseen" role="status">
      {strings.start.loadingView}
    </p>
    <div aria-hidden="true">
      <div className="fp-bone fp-title" />
      <div className="fp-bone" />
      <div className="fp-bone fp-box" />
    </div>
  </div>
);
