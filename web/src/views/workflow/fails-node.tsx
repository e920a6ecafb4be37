/** The card of the Fail states: the errors that an execution can end with, and the one that it ended with. */
import type { ReactNode } from 'react';
import type { WorkflowState } from '../../../../handlers/contract/page.ts';
import type { Card } from '../../../../workflows/picture/drawing/picture.ts';
import { FAILS } from './layout.ts';
import { lookOf } from './outcome.tsx';
import type { PathThrough } from './path-through.ts';
import { pictureText } from './picture-strings.ts';
import { Sign } from './state-node.tsx';

const PADDING = 10;
const TITLE_BASELINE = 21;
const BASELINE = 14;
/** What the sign before an error takes. */
const INDENT = 24;

export interface FailsNodeProps {
  readonly card: Card;
  readonly fails: readonly WorkflowState[];
  readonly path: PathThrough | undefined;
  readonly selected: string | undefined;
  readonly tabStop: string | undefined;
}

export function FailsNode({ card, fails, path, selected, tabStop }: FailsNodeProps): ReactNode {
  const { x, y, width, height } = card;
  const hasFailed = fails.some(({ name }) => path && path.markOf(name).outcome !== 'skipped');
  return (
    <g className={`workflow-fails${hasFailed ? ' workflow-failed' : path ? ' workflow-quiet' : ''}`}>
      <rect className="workflow-box" {...{ x, y, width, height }} rx="8" />
      <text x={x + PADDING} y={y + TITLE_BASELINE}>
        {pictureText.failure}
      </text>
      {fails.map(({ name, error }, index) => {
        const mark = path?.markOf(name);
        const look = mark && lookOf(mark);
        const top = y + FAILS.title + index * FAILS.row;
        return (
          // biome-ignore lint/a11y/useSemanticElements: there are no buttons inside SVG
          <g
            key={name}
            className={`workflow-state workflow-fail${look ? ` workflow-${look}` : ''}${selected === name ? ' workflow-selected' : ''}`}
            data-state={name}
            role="button"
            tabIndex={tabStop === name ? 0 : -1}
            aria-pressed={selected === name}
            aria-description={mark && pictureText.mark(mark)}
            data-label={pictureText.stateWith(name, mark)}
          >
            <rect
              className="workflow-row"
              x={x + PADDING / 2}
              y={top}
              width={width - PADDING}
              height={FAILS.row - 1}
              rx="4"
            />
            {look === undefined || look === 'skipped' ? (
              <circle className="workflow-dot" cx={x + PADDING + 7} cy={top + BASELINE - 4.5} r="2.5" />
            ) : (
              <Sign look={look} x={x + PADDING - 3} y={top + 0.5} />
            )}
            <text x={x + PADDING + INDENT - 4} y={top + BASELINE}>
              {error ?? name}
            </text>
          </g>
        );
      })}
    </g>
  );
}
