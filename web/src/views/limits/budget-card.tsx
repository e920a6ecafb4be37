/** SMS spend so far, out of the budget; and how to raise that for a time. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { LimitsAnswer, SpendStatus } from '../../../../handlers/contract/routes/limits.ts';
import type { BudgetWindow } from '../../../../handlers/contract/vocabulary.ts';
import { BUDGET_WINDOWS } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import { Instant } from '../../time/instant.tsx';
import { Decided } from './decided.tsx';
import { LazyRaiseDialog } from './lazy-dialogs.tsx';
import { text } from './strings.ts';
import { UsageBar } from './usage-bar.tsx';

interface Doing {
  readonly window: BudgetWindow;
  readonly spend: SpendStatus;
  readonly ends: boolean;
}

export interface BudgetCardProps {
  readonly budget: LimitsAnswer['budget'];
  readonly api: Api;
  readonly canRaise: boolean;
  readonly reload: () => Promise<void>;
}

export function BudgetCard({ budget = {}, api, canRaise, reload }: BudgetCardProps): ReactNode {
  const [doing, setDoing] = useState<Doing>();
  const windows = BUDGET_WINDOWS.flatMap((window) => {
    const spend = budget[window];
    return spend === undefined ? [] : [{ window, spend }];
  });
  return (
    <Container fitHeight header={<Header variant="h2">{text.budget}</Header>}>
      {windows.length === 0 ? (
        <Box color="text-body-secondary">{text.noBudget}</Box>
      ) : (
        <SpaceBetween size="l">
          {windows.map(({ window, spend }) => (
            <SpaceBetween key={window} size="xs">
              <UsageBar
                label={text.windows[window]}
                used={spend.spent_usd}
                limit={spend.limit_usd}
                description={text.spent(spend.spent_usd, spend.limit_usd)}
                resetsAt={spend.resets_at}
              />
              {spend.raised && <Raised raised={spend.raised} />}
              {canRaise && spend.raisable_usd > 0 && (
                <SpaceBetween direction="horizontal" size="xs">
                  <Button
                    ariaLabel={text.raiseOf[window]}
                    onClick={() => setDoing({ window, spend, ends: false })}
                  >
                    {text.raise}
                  </Button>
                  {spend.raised && (
                    <Button
                      ariaLabel={text.endRaiseOf[window]}
                      onClick={() => setDoing({ window, spend, ends: true })}
                    >
                      {text.endRaise}
                    </Button>
                  )}
                </SpaceBetween>
              )}
            </SpaceBetween>
          ))}
        </SpaceBetween>
      )}
      {doing && (
        <LazyRaiseDialog api={api} {...doing} onDone={reload} onDismiss={() => setDoing(undefined)} />
      )}
    </Container>
  );
}

function Raised({ raised }: { readonly raised: NonNullable<SpendStatus['raised']> }): ReactNode {
  return (
    <>
      <StatusIndicator type="warning">
        {text.raisedBy(raised.by_usd)} {text.until} <Instant iso={raised.until} />
      </StatusIndicator>
      <Decided {...raised} />
    </>
  );
}
