/** The deployment's alarms, above everything else: what is raised, since when, and what to do. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { AlarmState, AlarmsAnswer } from '../../../../handlers/contract/routes/alarm-states.ts';
import { shared } from '../../strings.ts';
import { Instant } from '../../time/instant.tsx';
import { text } from './strings.ts';

export function AlarmStates({ alarms }: { readonly alarms: AlarmsAnswer }): ReactNode {
  const raised = alarms.states.filter(({ state }) => state === 'alarm');
  const unsure = alarms.states.filter(({ state }) => state === 'insufficient_data');
  if (alarms.status !== 'known') {
    return (
      <StatusIndicator type={alarms.status === 'unknown' ? 'warning' : 'stopped'}>
        {alarms.status === 'unknown' ? text.alarms.unknown : text.alarms.none}
      </StatusIndicator>
    );
  }
  if (raised.length === 0) {
    return (
      <StatusIndicator type={unsure.length === 0 ? 'success' : 'info'}>
        {text.alarms.quiet(alarms.states.length, unsure.length)}
      </StatusIndicator>
    );
  }
  return (
    <Alert
      type={raised.some(({ severity }) => severity === 'page') ? 'error' : 'warning'}
      header={text.alarms.raised(raised.length)}
    >
      <SpaceBetween size="s">
        {raised.map((alarm) => (
          <Raised key={alarm.name} alarm={alarm} />
        ))}
      </SpaceBetween>
    </Alert>
  );
}

function Raised({ alarm }: { readonly alarm: AlarmState }): ReactNode {
  const { name, title, means, severity, since, reason, runbook } = alarm;
  return (
    <div>
      <Box fontWeight="bold" display="inline">
        {title}
      </Box>{' '}
      <Box color="text-body-secondary" display="inline">
        <code>{name}</code> · {text.alarms.severities[severity]} · {text.alarms.since} <Instant iso={since} />
      </Box>
      <Box>
        <Marked text={means} /> <Runbook href={runbook} />
      </Box>
      <ExpandableSection headerText={text.alarms.reason}>
        <Box fontSize="body-s">{reason}</Box>
      </ExpandableSection>
    </div>
  );
}

/** Names of problems and settings are in backticks. */
const Marked = ({ text: marked }: { readonly text: string }): ReactNode =>
  marked.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part));

/** A path in the repository is no link. */
const Runbook = ({ href }: { readonly href: string }): ReactNode =>
  href.startsWith('https://') ? (
    <Link href={href} external externalIconAriaLabel={shared.newTab}>
      {text.alarms.whatToDo}
    </Link>
  ) : (
    <>
      {text.alarms.whatToDo}: <code>{href}</code>
    </>
  );
