/** The prefixes in which few new numbers currently get texts, and for which client; and how to end that. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { LimitsAnswer } from '../../../../handlers/contract/routes/limits.ts';
import type { PrefixRuleName } from '../../../../handlers/contract/vocabulary.ts';
import { PREFIX_RULES } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import { Instant } from '../../time/instant.tsx';
import { LazyPrefixRuleDialog, LazyResumeDialog } from './lazy-dialogs.tsx';
import { text } from './strings.ts';

type Pause = LimitsAnswer['paused'][number];
type Doing = { readonly what: 'resume' | PrefixRuleName; readonly pause: Pause };

export interface PausedCardProps extends Pick<LimitsAnswer, 'paused'> {
  readonly api: Api;
  readonly canResume: boolean;
  readonly canOverride: boolean;
  readonly reload: () => Promise<void>;
}

export function PausedCard({ paused, api, canResume, canOverride, reload }: PausedCardProps): ReactNode {
  const [doing, setDoing] = useState<Doing>();
  const stop = () => setDoing(undefined);
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" counter={`(${paused.length})`}>
          {text.paused}
        </Header>
      }
    >
      {paused.length === 0 ? (
        <Box color="text-body-secondary">{text.nonePaused}</Box>
      ) : (
        <ul className="plain-list">
          {paused.map((pause) => (
            <li key={nameOf(pause)}>
              <SpaceBetween size="xxs">
                <Box variant="awsui-key-label">
                  <bdi>{nameOf(pause)}</bdi>
                </Box>
                <StatusIndicator type="stopped">
                  {text.until} <Instant iso={pause.until} />
                </StatusIndicator>
                <SpaceBetween direction="horizontal" size="xs">
                  {canResume && (
                    <Button
                      ariaLabel={text.resumeOf(nameOf(pause))}
                      onClick={() => setDoing({ what: 'resume', pause })}
                    >
                      {text.resume}
                    </Button>
                  )}
                  {canOverride &&
                    PREFIX_RULES.map((rule) => (
                      <Button
                        key={rule}
                        ariaLabel={text.ruleOf[rule](pause.prefix)}
                        onClick={() => setDoing({ what: rule, pause })}
                      >
                        {text.ruling[rule].confirm}
                      </Button>
                    ))}
                </SpaceBetween>
              </SpaceBetween>
            </li>
          ))}
        </ul>
      )}
      {doing?.what === 'resume' && (
        <LazyResumeDialog api={api} pause={doing.pause} onDone={reload} onDismiss={stop} />
      )}
      {doing && doing.what !== 'resume' && (
        <LazyPrefixRuleDialog
          api={api}
          rule={doing.what}
          prefix={doing.pause.prefix}
          onDone={reload}
          onDismiss={stop}
        />
      )}
    </Container>
  );
}

const nameOf = ({ prefix, kind, client_id }: Pause): string =>
  [prefix, ...(kind ? [text.deliveries] : []), ...(client_id ? [client_id] : [])].join(' · ');
