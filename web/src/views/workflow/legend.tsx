/** What the icons in the picture mean. */
import type { ReactNode } from 'react';
import { LOOKS, OutcomeSign } from './outcome.tsx';
import { text } from './strings.ts';

export const Legend = (): ReactNode => (
  <ul className="workflow-legend" aria-label={text.legend}>
    {LOOKS.map((look) => (
      <li key={look} className={`workflow-${look}`}>
        <svg viewBox="-2 -2 20 20" width="20" height="20" className="workflow-badge" aria-hidden="true">
          <circle cx="8" cy="8" r="9.5" />
          <OutcomeSign look={look} />
        </svg>
        {text.legendOf[look]}
      </li>
    ))}
    <li>
      <svg viewBox="0 0 28 10" width="28" height="10" aria-hidden="true">
        <g className="workflow-line workflow-line-failure">
          <path className="workflow-stroke" d="M0 5H28" />
        </g>
      </svg>
      {text.legendOf.catch}
    </li>
  </ul>
);
