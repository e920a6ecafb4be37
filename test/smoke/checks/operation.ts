/** What operators see of a token: the list, its executions and the limits. */
import { setTimeout as wait } from 'node:timers/promises';
import { MASKED_TOKEN, SCOPES } from '../../../handlers/contract/vocabulary.ts';
import type { Check } from '../check.ts';
import { SENDS } from '../check.ts';
import type { Answer } from '../http-client.ts';
import { CheckFailed, ensure, ensureProblem, ensureStatus } from '../outcome.ts';
import type { Walk } from '../walk.ts';

/** The list reads an index that may lag behind, and CloudWatch delivers logs late. */
const LOOKS = 4;
const BETWEEN_LOOKS_MS = 1_500;

export const OPERATION_CHECKS: readonly Check[] = [
  {
    name: 'the list shows a token, its value and destination masked',
    needs: [...SENDS, SCOPES.read],
    run: async (walk) => {
      const { phoneNumber } = walk.testDestination;
      const { person, tokenId } = await issued(walk);
      const path = `/tokens?user_id=${person}`;
      const [[row], remark] = await look('the token', async () => rowsOf(await walk.api('GET', path)));
      ensure(row !== undefined && row.token_id === tokenId, 'the list shows a different token');
      ensure(row.token === MASKED_TOKEN, 'the value in the list is not masked');
      ensure(row.status === 'sent' && row.user_id === person, 'the list shows a different status or person');
      const { destination } = row;
      const isMasked =
        typeof destination === 'string' && destination.includes('•') && destination !== phoneNumber;
      ensure(isMasked, 'the destination in the list is not masked');
      return remark;
    },
  },
  {
    name: 'the list reveals a token with the scope for it',
    needs: [...SENDS, SCOPES.read, SCOPES.reveal],
    run: async (walk) => {
      const { person, tokenId } = await issued(walk);
      const path = `/tokens?user_id=${person}&purpose=login&reveal=true`;
      const shows = ['token'] as const;
      const [[row], remark] = await look('the token', async () =>
        rowsOf(await walk.api('GET', path, { shows })),
      );
      ensure(row !== undefined && row.token_id === tokenId, 'the list shows a different token');
      ensure(row.token === walk.testDestination.token, 'the revealed value is not the one that was issued');
      return remark;
    },
  },
  {
    name: 'the list reveals nothing without the scope for it',
    needs: [SCOPES.read],
    run: async (walk) => {
      const accessToken = await walk.accessToken(SCOPES.read);
      const path = '/tokens?user_id=smoke&purpose=login&reveal=true';
      ensureProblem(await walk.api('GET', path, { accessToken }), 'forbidden');
      return undefined;
    },
  },
  {
    name: 'the executions of a token are found as soon as it is issued',
    needs: [...SENDS, SCOPES.read],
    run: async (walk) => {
      const person = walk.newPerson();
      const path = `/tokens/${person}/executions`;
      // If a cache kept this 404, the second request would also get it.
      ensureProblem(await walk.api('GET', path), 'not_found');
      await walk.issued(person);
      const [states, remark] = await look('the log of the execution', async () => {
        const found = await walk.api('GET', path);
        ensureStatus(found, 200);
        return statesOf(found);
      });
      ensure(states.includes('Deliver by SMS'), 'the execution did not enter Deliver by SMS');
      return remark ?? `${states.length} states`;
    },
  },
  {
    name: 'the limits show what was counted for a person',
    needs: [...SENDS, SCOPES.readLimits],
    run: async (walk) => {
      const { person } = await issued(walk);
      const answer = await walk.api('GET', `/limits?user_id=${person}`);
      ensureStatus(answer, 200);
      ensure(Array.isArray(answer.member('paused')), `${answer.request}: paused should be a list`);
      const limits = answer.member('person') as { locked?: unknown; sends?: unknown } | undefined;
      ensure(limits?.locked === false, 'a person without failed attempts is locked');
      const sends = Array.isArray(limits.sends) ? limits.sends : [];
      ensure(
        sends.every(({ count }) => count === 1),
        'one message was sent, but the limits count a different number',
      );
      return `${sends.length} send limits`;
    },
  },
];

async function issued(walk: Walk): Promise<{ person: string; tokenId: unknown }> {
  const person = walk.newPerson();
  return { person, tokenId: (await walk.issued(person)).member('token_id') };
}

/**
 * Looks again for what may be late, with a remark when it was. @throws {CheckFailed} when nothing is found
 */
async function look<T>(
  what: string,
  once: () => Promise<readonly T[]>,
): Promise<[found: readonly T[], remark: string | undefined]> {
  for (let looks = 1; looks <= LOOKS; looks += 1) {
    if (looks > 1) {
      await wait(BETWEEN_LOOKS_MS);
    }
    const found = await once();
    if (found.length > 0) {
      return [found, looks === 1 ? undefined : `at attempt ${looks}`];
    }
  }
  throw new CheckFailed(`${what} was not found in ${LOOKS} attempts`);
}

function rowsOf(answer: Answer): readonly Record<string, unknown>[] {
  ensureStatus(answer, 200);
  const rows = answer.member('tokens');
  ensure(Array.isArray(rows), `${answer.request}: tokens should be a list`);
  return rows;
}

function statesOf(answer: Answer): unknown[] {
  const executions = answer.member('executions');
  const events = Array.isArray(executions) ? executions.flatMap(({ events }) => events) : [];
  return events.filter(({ type }) => type === 'StateEntered').map(({ state }) => state);
}
