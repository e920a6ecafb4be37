/** SMS spend so far, out of the budget. */
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { LimitsAnswer, SpendStatus } from '../../../../handlers/contract/routes/limits.ts';
import { text } from './strings.ts';
import { UsageBar } from './usage-bar.tsx';

export function BudgetCard({ budget = {} }: { readonly budget: LimitsAnswer['budget'] }): ReactNode {
  const windows = (['hour', 'month'] as const).flatMap((name): [string, SpendStatus][] => {
    const spend = budget[name];
    return spend === undefined ? [] : [[text.windows[name], spend]];
  });
  return (
    <Container fitHeight header={<Header variant="h2">{text.budget}</Header>}>
      {windows.length === 0 ? (
        <Box color="text-body-secondary">{text.noBudget}</Box>
      ) : (
        <SpaceBetween size="l">
          {windows.map(([label, { spent_usd, limit_usd, resets_at }]) => (
            <UsageBar
              key={label}
              label={label}
              used={spent_usd}
              limit={limit_usd}
              description={text.spent(spent_usd, limit_usd)}
              resetsAt={resets_at}
            />
          ))}
        </SpaceBetween>
      )}
    </Container>
  );
}
