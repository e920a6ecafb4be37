import { describe, expect, it } from '@jest/globals';
import { ALARM_ROWS } from '../../../../handlers/contract/alarms.ts';
import type { AlarmFacts } from '../../../../handlers/domain/reporting/alarm-reader.ts';
import { readAlarms } from '../../../../handlers/domain/reporting/read-alarms.ts';

const factsOf = (
  name: string,
  state: AlarmFacts['state'],
  since: string,
  more: Partial<AlarmFacts> = {},
) => ({
  ...{ name, state, reason: 'Threshold Crossed', description: 'It is so. Runbook: docs/runbook.md#canary' },
  sinceMs: Date.parse(since),
  ...more,
});

const read = (...alarms: AlarmFacts[]) => readAlarms({ read: async () => alarms });

describe('the states of alarms', () => {
  it('come with raised ones first, those that page before others, and the newest before older ones', async () => {
    const { status, states } = await read(
      factsOf('store-unavailable', 'ok', '2026-11-22T09:00:00Z'),
      factsOf('delivery-slow', 'alarm', '2026-11-22T09:30:00Z'),
      factsOf('people-locked', 'alarm', '2026-11-22T09:45:00Z'),
      factsOf('sms-spend', 'insufficient_data', '2026-11-22T09:00:00Z'),
      factsOf('requests-failing', 'alarm', '2026-11-22T09:15:00Z'),
    );
    expect(status).toBe('known');
    expect(states.map(({ name, severity }) => [name, severity])).toEqual([
      ['requests-failing', 'page'],
      ['people-locked', 'ticket'],
      ['delivery-slow', 'ticket'],
      ['sms-spend', 'ticket'],
      ['store-unavailable', 'ticket'],
    ]);
  });

  it('say what is the matter, and where the deployment has its runbook', async () => {
    const { states } = await read(
      factsOf('delivery-slow', 'alarm', '2026-11-22T09:30:00Z', {
        description: 'Codes take long. Runbook: https://wiki.example.com/run#slow-deliveries',
      }),
      factsOf('people-locked', 'alarm', '2026-11-22T09:20:00Z', { description: 'edited by hand' }),
    );
    expect(states).toMatchObject([
      {
        title: 'Codes take long',
        since: '2026-11-22T09:30:00.000Z',
        runbook: 'https://wiki.example.com/run#slow-deliveries',
      },
      { runbook: 'docs/runbook.md#locked-people' },
    ]);
  });

  it('ask for every alarm that a deployment may have, and leave out what is not one of them', async () => {
    const asked: string[] = [];
    const { states } = await readAlarms({
      async read(names) {
        asked.push(...names);
        return [factsOf('toString', 'alarm', '2026-11-22T09:00:00Z')];
      },
    });
    expect(asked).toEqual(ALARM_ROWS.map(([name]) => name));
    expect(states).toEqual([]);
  });

  it('are not deployed, or unknown, which is not the same as quiet', async () => {
    expect(await readAlarms(undefined)).toEqual({ status: 'not_deployed', states: [] });
    expect(await readAlarms({ read: async () => undefined })).toEqual({ status: 'unknown', states: [] });
  });
});
