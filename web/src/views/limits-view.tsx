/** Limits: SMS spend, paused and blocked prefixes, locked people and opt-outs; and what to do about them. */
import ContentLayout from '@cloudscape-design/components/content-layout';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import { useAnswer } from '../api/use-answer.ts';
import { loadingState } from '../shell/loading-state.tsx';
import { PersonSearch } from '../shell/person-search.tsx';
import { RefreshButton } from '../shell/refresh-button.tsx';
import { ScopeNotice } from '../shell/scope-notice.tsx';
import { shared } from '../strings.ts';
import { BudgetCard } from './limits/budget-card.tsx';
import { OptOutCard } from './limits/opt-out-card.tsx';
import { PausedCard } from './limits/paused-card.tsx';
import { PersonCard } from './limits/person-card.tsx';
import { RulesCard } from './limits/rules-card.tsx';
import { text } from './limits/strings.ts';
import type { ViewProps } from './view-props.ts';

export default function LimitsView({ api, can, expired, params }: ViewProps): ReactNode {
  const userId = params.get('user_id') ?? undefined;
  const purpose = params.get('purpose') ?? undefined;
  const canRead = can(SCOPES.readLimits);
  const canWrite = can(SCOPES.writeLimits);
  const canOverride = can(SCOPES.overrideLimits);
  const loaded = useAnswer({
    key: ['limits', userId, purpose],
    load: () => api.readLimits({ ...(userId ? { user_id: userId } : {}), ...(purpose ? { purpose } : {}) }),
    enabled: canRead,
  });
  const { answer, loading, reload } = loaded;
  return (
    <ContentLayout
      defaultPadding
      header={
        <Header
          variant="h1"
          description={text.detail}
          actions={canRead && <RefreshButton label={text.refresh} loading={loading} reload={reload} />}
        >
          {shared.views.limits}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {loadingState(loaded, text.loading)}
        {!canRead && <ScopeNotice scope={SCOPES.readLimits} />}
        {answer && (
          <SpaceBetween size="l">
            <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }]}>
              <BudgetCard budget={answer.budget} api={api} canRaise={canOverride} reload={reload} />
              <PausedCard
                paused={answer.paused}
                api={api}
                canResume={canWrite}
                canOverride={canOverride}
                reload={reload}
              />
            </Grid>
            <RulesCard prefixes={answer.prefixes} api={api} canChange={canOverride} reload={reload} />
          </SpaceBetween>
        )}
        {canRead && (
          <PersonSearch
            key={`${userId} ${purpose}`}
            view="limits"
            params={params}
            withPurpose
            onRepeat={() => void reload()}
          />
        )}
        {answer?.person && (
          <PersonCard api={api} person={answer.person} canUnlock={canWrite} onUnlocked={reload} />
        )}
        {canWrite ? <OptOutCard api={api} expired={expired} /> : <ScopeNotice scope={SCOPES.writeLimits} />}
      </SpaceBetween>
    </ContentLayout>
  );
}
