/** What is behind the states: lanes, lines and what the lines say. The table of steps says it in words. */
import type { ReactNode } from 'react';
import type { DrawnLine, Layout } from './layout.ts';

export interface PictureBackgroundProps {
  readonly layout: Layout;
  readonly isUsed: (line: DrawnLine) => boolean;
}

const TITLE = { x: 12, y: 19 } as const;
const LABEL_BASELINE = 12.5;

export function PictureBackground({ layout, isUsed }: PictureBackgroundProps): ReactNode {
  const { lanes, lines, labels } = layout;
  // Those that were taken come last, whole, so that they are drawn over those they cross or join.
  const used = lines.filter(isUsed);
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in a group of SVG takes the focus unless it is told to
    <g aria-hidden="true">
      {lanes.map(({ id, x, y, width, height, title }) => (
        <g key={id} className="workflow-lane">
          <rect {...{ x, y, width, height }} rx="8" />
          <text x={x + TITLE.x} y={y + TITLE.y}>
            {title}
          </text>
        </g>
      ))}
      {lines.map((line) => (
        <Line key={`${line.from} ${line.to}`} line={line} d={line.ownPath} isUsed={false} />
      ))}
      {used.map((line) => (
        <Line key={`${line.from} ${line.to}`} line={line} d={line.path} isUsed />
      ))}
      {labels.map(({ x, y, width, height, words, line }) => {
        const drawn = lines[line];
        return (
          <g
            key={`${drawn?.from} ${drawn?.to}`}
            className={`workflow-label${drawn && isUsed(drawn) ? ' workflow-used' : ''}`}
          >
            <rect {...{ x, y, width, height }} />
            <text x={x + width / 2} y={y + LABEL_BASELINE} textAnchor="middle">
              {words}
            </text>
          </g>
        );
      })}
    </g>
  );
}

interface LineProps {
  readonly line: DrawnLine;
  readonly d: string;
  readonly isUsed: boolean;
}

const Line = ({ line, d, isUsed }: LineProps): ReactNode => (
  <g className={`workflow-line workflow-line-${line.look}${isUsed ? ' workflow-used' : ''}`}>
    <path className="workflow-stroke" d={d} />
    <path className="workflow-arrow" d={line.head} />
  </g>
);
