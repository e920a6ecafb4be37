/** The table in docs/data-protection.md of what is kept where. */
import { keptData } from '../../handlers/contract/kept-data.ts';

export const keptDataTable = (): string =>
  [
    '| where | what of people, in which form | how long | who can read it | region | after `person -- forget` |',
    '|---|---|---|---|---|---|',
    ...keptData().map(
      ({ place, holds, kept, readBy, region, afterForgetting }) =>
        `| ${[place, holds, kept, readBy, region, afterForgetting].join(' | ')} |`,
    ),
  ].join('\n');
