/** The states of the deployment's alarms, those that are raised first. */
import type { AlarmName } from '../../contract/alarms.ts';
import { ALARM_ROWS, ALARMS } from '../../contract/alarms.ts';
import type { AlarmState, AlarmsAnswer } from '../../contract/routes/alarm-states.ts';
import type { AlarmFacts, AlarmReader } from './alarm-reader.ts';

/** The description of an alarm ends with it: infra/alarms/alarms.ts. */
const RUNBOOK = /Runbook: (\S+)$/;

const URGENCY = { alarm: 0, insufficient_data: 1, ok: 2 } as const;

/** @param reader undefined where no alarms are deployed */
export async function readAlarms(reader: AlarmReader | undefined): Promise<AlarmsAnswer> {
  if (reader === undefined) {
    return { status: 'not_deployed', states: [] };
  }
  const found = await reader.read(ALARM_ROWS.map(([name]) => name));
  return found === undefined
    ? { status: 'unknown', states: [] }
    : { status: 'known', states: found.flatMap(stateOf).sort(byUrgency) };
}

/** Somebody may have added an alarm with a name of ours; no row describes it. */
function stateOf({ name, state, sinceMs, reason, description }: AlarmFacts): AlarmState[] {
  if (!Object.hasOwn(ALARMS, name)) {
    return [];
  }
  const { title, means, severity, runbook } = ALARMS[name as AlarmName];
  return [
    {
      ...{ name, title, means, severity, state, reason },
      since: new Date(sinceMs).toISOString(),
      runbook: RUNBOOK.exec(description)?.[1] ?? `docs/runbook.md#${runbook}`,
    },
  ];
}

const byUrgency = (one: AlarmState, other: AlarmState): number =>
  URGENCY[one.state] - URGENCY[other.state] ||
  Number(other.severity === 'page') - Number(one.severity === 'page') ||
  other.since.localeCompare(one.since);
