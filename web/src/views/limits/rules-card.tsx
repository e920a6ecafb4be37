/** The prefixes that operators have blocked or safe-listed, by whom and why; and how to add and remove them. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { LimitsAnswer } from '../../../../handlers/contract/routes/limits.ts';
import type { PrefixRule } from '../../../../handlers/contract/routes/overrides.ts';
import type { PrefixRuleName } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import { Instant } from '../../time/instant.tsx';
import { Decided } from './decided.tsx';
import { LazyClearPrefixDialog, LazyPrefixRuleDialog } from './lazy-dialogs.tsx';
import { text } from './strings.ts';

export interface RulesCardProps extends Pick<LimitsAnswer, 'prefixes'> {
  readonly api: Api;
  readonly canChange: boolean;
  readonly reload: () => Promise<void>;
}

export function RulesCard({ prefixes, api, canChange, reload }: RulesCardProps): ReactNode {
  const [adding, setAdding] = useState<PrefixRuleName>();
  const [removing, setRemoving] = useState<PrefixRule>();
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${prefixes.length})`}
          actions={
            canChange && (
              <SpaceBetween direction="horizontal" size="xs">
                <Button onClick={() => setAdding('blocked')}>{text.addBlock}</Button>
                <Button onClick={() => setAdding('safe_listed')}>{text.addSafe}</Button>
              </SpaceBetween>
            )
          }
        >
          {text.rules}
        </Header>
      }
    >
      {prefixes.length === 0 ? (
        <Box color="text-body-secondary">{text.noRules}</Box>
      ) : (
        <ul className="plain-list">
          {prefixes.map((rule) => (
            <li key={rule.prefix}>
              <Rule
                rule={rule}
                action={
                  canChange && (
                    <Button ariaLabel={text.removeOf(rule.prefix)} onClick={() => setRemoving(rule)}>
                      {text.remove}
                    </Button>
                  )
                }
              />
            </li>
          ))}
        </ul>
      )}
      {adding && (
        <LazyPrefixRuleDialog
          api={api}
          rule={adding}
          prefix=""
          onDone={reload}
          onDismiss={() => setAdding(undefined)}
        />
      )}
      {removing && (
        <LazyClearPrefixDialog
          api={api}
          present={removing}
          onDone={reload}
          onDismiss={() => setRemoving(undefined)}
        />
      )}
    </Container>
  );
}

function Rule({ rule, action }: { readonly rule: PrefixRule; readonly action: ReactNode }): ReactNode {
  return (
    <SpaceBetween size="xxs">
      <Box variant="awsui-key-label">
        <bdi>{rule.prefix}</bdi>
      </Box>
      <StatusIndicator type={rule.rule === 'blocked' ? 'stopped' : 'success'}>
        {text.ruleNames[rule.rule]}{' '}
        {rule.until === undefined ? (
          text.untilRemoved
        ) : (
          <>
            {text.until} <Instant iso={rule.until} />
          </>
        )}
      </StatusIndicator>
      <Decided {...rule} />
      {action}
    </SpaceBetween>
  );
}
