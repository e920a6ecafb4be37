/** The lists that Word counts: headings, steps and bullets. */
import type { INumberingOptions } from 'docx';
import { AlignmentType, LevelFormat } from 'docx';

export const HEADINGS = 'headings';
export const STEPS = 'steps';
export const BULLETS = 'bullets';

const indented = { paragraph: { indent: { left: 400, hanging: 300 } } };

export const NUMBERING: INumberingOptions = {
  config: [
    {
      reference: HEADINGS,
      levels: [
        ['%1', 'Heading1', 680],
        ['%1.%2', 'Heading2', 680],
        ['%1.%2.%3', 'Heading3', 800],
      ].map(([text, style, indent], level) => ({
        level,
        format: LevelFormat.DECIMAL,
        text: String(text),
        alignment: AlignmentType.START,
        style: {
          style: String(style),
          paragraph: { indent: { left: Number(indent), hanging: Number(indent) } },
        },
      })),
    },
    {
      reference: STEPS,
      levels: [
        {
          level: 0,
          format: LevelFormat.DECIMAL,
          text: '%1.',
          alignment: AlignmentType.START,
          style: indented,
        },
      ],
    },
    {
      reference: BULLETS,
      levels: [
        { level: 0, format: LevelFormat.BULLET, text: '•', alignment: AlignmentType.START, style: indented },
      ],
    },
  ],
};
