/** A state in the picture: what kind it is, its name, and what became of it. */
import type { ReactNode } from 'react';
import { Fragment } from 'react';
import type { IconName } from '../../../../workflows/picture/drawing/icons.ts';
import type { Card } from '../../../../workflows/picture/drawing/picture.ts';
import { STEP_ICONS } from '../../../../workflows/picture/drawing/step-icons.ts';
import type { Look } from './outcome.tsx';
import { lookOf, OutcomeSign } from './outcome.tsx';
import type { Mark } from './path-through.ts';
import { pictureText } from './picture-strings.ts';

const NAME_LEADING = 16;
const MARK_LEADING = 17;
/** Of the baseline below the middle of a line. */
const BASELINE = 4.6;
const ICON = { inset: 8, size: 20, gap: 7 } as const;
const SIGN = { size: 18, overhang: 7 } as const;

export interface StateNodeProps {
  readonly card: Card;
  /** The state's full name; a card may have it without what its lane says. */
  readonly name: string;
  readonly mark: Mark | undefined;
  readonly isSelected: boolean;
  /** Whether Tab leads to it; arrow keys lead on from there. */
  readonly isTabStop: boolean;
}

export function StateNode({ card, name, mark, isSelected, isTabStop }: StateNodeProps): ReactNode {
  const { x, y, width, height, icon, tone, texts, shape } = card;
  const look = mark && lookOf(mark);
  const shown = look === 'skipped' ? undefined : mark;
  const lines = texts.map(({ words }) => words);
  const total = lines.length * NAME_LEADING + (shown ? MARK_LEADING : 0);
  const top = y + (height - total) / 2;
  const left = icon ? x + ICON.inset + ICON.size + ICON.gap : x + width / 2;
  const anchor = icon ? 'start' : 'middle';
  return (
    // biome-ignore lint/a11y/useSemanticElements: there are no buttons inside SVG
    <g
      className={`workflow-state${look ? ` workflow-${look}` : ''}${isSelected ? ' workflow-selected' : ''}`}
      data-state={name}
      role="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-pressed={isSelected}
      // Its texts are its name. What they leave out to be quiet is described.
      aria-description={mark && !shown ? pictureText.mark(mark) : undefined}
      data-label={pictureText.stateWith(name, mark)}
    >
      <rect className="workflow-box" {...{ x, y, width, height }} rx={shape === 'choice' ? height / 2 : 8} />
      {icon && <IconTile icon={icon} tone={tone} x={x + ICON.inset} y={y + (height - ICON.size) / 2} />}
      {/* With spaces between them, the texts are the words of the name for who reads the elements. */}
      {lines.map((line, index) => (
        <Fragment key={line}>
          <text x={left} y={top + (index + 0.5) * NAME_LEADING + BASELINE} textAnchor={anchor}>
            {line}
          </text>{' '}
        </Fragment>
      ))}
      {shown && (
        <text
          className="workflow-words"
          x={left}
          y={top + lines.length * NAME_LEADING + MARK_LEADING / 2 + BASELINE}
          textAnchor={anchor}
        >
          {pictureText.mark(shown)}
        </text>
      )}
      {look && shown && <Sign look={look} x={x + width - SIGN.size + SIGN.overhang} y={y - SIGN.overhang} />}
    </g>
  );
}

/** @param props.x of its left, as `y` of its top */
export const Sign = ({ look, x, y }: { readonly look: Look; readonly x: number; readonly y: number }) => (
  <g
    className={`workflow-badge workflow-${look}`}
    transform={`translate(${x + SIGN.size / 2 - 8} ${y + SIGN.size / 2 - 8})`}
  >
    <circle cx="8" cy="8" r={SIGN.size / 2} />
    <OutcomeSign look={look} />
  </g>
);

interface IconTileProps {
  readonly icon: IconName;
  readonly tone: Card['tone'];
  readonly x: number;
  readonly y: number;
}

/** The drawings are on a square of 24 units. */
function IconTile({ icon, tone, x, y }: IconTileProps): ReactNode {
  const drawing = icon in STEP_ICONS ? STEP_ICONS[icon as keyof typeof STEP_ICONS] : undefined;
  return (
    <g className={`workflow-icon workflow-tone-${tone}`} transform={`translate(${x} ${y})`}>
      <rect width={ICON.size} height={ICON.size} rx="4" />
      {drawing && <path d={drawing} transform="translate(2.2 2.2) scale(.65)" />}
    </g>
  );
}
