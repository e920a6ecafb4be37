/** Who decided something, when and why. */
import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';
import type { BudgetRaise } from '../../../../handlers/contract/routes/overrides.ts';
import { withIds } from '../../shell/with-ids.tsx';
import { Instant } from '../../time/instant.tsx';
import { text } from './strings.ts';

export function Decided({ since, by, reason }: Pick<BudgetRaise, 'since' | 'by' | 'reason'>): ReactNode {
  return (
    <Box color="text-body-secondary">
      <Instant iso={since} />, {withIds(text.decidedBy, by)}: <bdi>{reason}</bdi>
    </Box>
  );
}
