/** The outcome of a state: its icon and its label, the same in picture, legend and table. */
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { Mark, Outcome } from './path-through.ts';
import { text } from './strings.ts';

/** How a state is drawn: one that passed after a retry differs from one that passed at once. */
export type Look = Outcome | 'retried';

export const LOOKS: readonly Look[] = ['passed', 'retried', 'caught', 'failed', 'running', 'skipped'];

export const INDICATORS: Readonly<Record<Look, StatusIndicatorProps.Type>> = {
  passed: 'success',
  retried: 'success',
  caught: 'warning',
  failed: 'error',
  running: 'in-progress',
  skipped: 'stopped',
};

export const lookOf = ({ outcome, retries }: Mark): Look =>
  outcome === 'passed' && retries > 0 ? 'retried' : outcome;

export const describeMark = ({ outcome, retries }: Mark): string =>
  retries > 0 ? text.retried(text.outcomes[outcome], retries) : text.outcomes[outcome];

/** Drawn in a square of 16 units, in the colour of the surrounding text. */
const SIGNS: Readonly<Record<Look, string>> = {
  passed: 'M3 8.5 6.5 12 13 4.5',
  retried: 'M12.5 5.5A5.2 5.2 0 1 0 13.2 8.5M13 2v4h-4',
  caught: 'M3 4h5a4 4 0 0 1 4 4v4M8.5 9.5 12 13l3-3.5',
  failed: 'M4 4l8 8M12 4l-8 8',
  running: 'M4.5 8h.1M8 8h.1M11.5 8h.1',
  skipped: 'M4 8h8',
};

export const OutcomeSign = ({ look }: { readonly look: Look }): ReactNode => (
  <path className="workflow-sign" d={SIGNS[look]} />
);
