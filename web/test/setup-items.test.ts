import { describe, expect, it } from '@jest/globals';
import type { PageConfig } from '../../handlers/contract/page.ts';
import type { LimitsAnswer } from '../../handlers/contract/routes/limits.ts';
import { setupItems } from '../src/views/setup/items.ts';

const config = (allowed_countries: readonly string[]) =>
  ({
    production: true,
    setup: { allowed_countries, has_sender_id: false },
    messages: { email_sender: 'sns' },
  }) as unknown as PageConfig;

const statesOf = (limits: LimitsAnswer | undefined, ticked: readonly string[] = []) =>
  Object.fromEntries(setupItems(config(['IN']), limits, ticked).map(({ id, state }) => [id, state]));

describe('the setup checklist', () => {
  it('reads what the deployment knows, and leaves the rest to be ticked', () => {
    const limits = { budget: { hour: {} } } as unknown as LimitsAnswer;
    expect(statesOf(limits, ['alarms', 'nonsense'])).toEqual({
      operator: 'done',
      production: 'done',
      countries: 'done',
      budget: 'done',
      sender: 'open',
      email: 'open',
      sandbox: 'by_hand',
      alarms: 'done',
      test: 'by_hand',
    });
  });

  it('does not take an unread budget for a missing one', () => {
    expect(statesOf(undefined).budget).toBe('unknown');
    expect(statesOf({} as LimitsAnswer).budget).toBe('open');
  });

  it('does not let a tick stand for what can be read', () => {
    expect(statesOf(undefined, ['sender', 'budget'])).toMatchObject({ sender: 'open', budget: 'unknown' });
  });

  it('says that no list of countries is to do', () => {
    const [, , countries] = setupItems(config([]), undefined, []);
    expect(countries).toMatchObject({ id: 'countries', state: 'open' });
  });
});
