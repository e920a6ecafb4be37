/** Issuing, resending and verifying, with a test destination, so that nothing is sent. */
import { randomUUID } from 'node:crypto';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import type { Check } from '../check.ts';
import { SENDS } from '../check.ts';
import type { Answer } from '../http-client.ts';
import { ensure, ensureMembers, ensureProblem, ensureStatus } from '../outcome.ts';
import type { Walk } from '../walk.ts';

export const ISSUE_CHECKS: readonly Check[] = [
  {
    name: 'the number is a test destination and gets its token',
    needs: [SCOPES.issue, SCOPES.verify],
    run: async (walk) => {
      // Read first, because the check is skipped without a test destination.
      const { phoneNumber } = walk.testDestination;
      await walk.ensureTestDestination();
      return phoneNumber.replace(/\d(?=\d{4})/g, '•');
    },
  },
  {
    name: 'POST /tokens without Idempotency-Key issues a token, and a second request at once is too soon',
    needs: SENDS,
    run: async (walk) => {
      const person = walk.newPerson();
      const first = await walk.issued(person);
      ensureMembers(first, { user_id: person, purpose: 'login', channel: 'sms', status: 'sent' });
      ensure(!first.headers.has('idempotency-replayed'), `${first.request} claims to be a replay`);
      await ensureTooSoon(walk, person);
      return undefined;
    },
  },
  {
    name: 'POST /tokens with the same Idempotency-Key returns the first response again',
    needs: SENDS,
    run: async (walk) => {
      const person = walk.newPerson();
      const headers = { 'Idempotency-Key': randomUUID() };
      const first = await walk.issued(person, { headers });
      ensureReplay(await walk.issued(person, { headers }), first);
      return undefined;
    },
  },
  {
    name: 'Idempotency-Key works in any letter case',
    needs: SENDS,
    run: async (walk) => {
      const person = walk.newPerson();
      const key = randomUUID();
      const first = await walk.issued(person, { headers: { 'Idempotency-Key': key } });
      for (const spelling of ['IDEMPOTENCY-KEY', 'Idempotency-key', 'idempotency-key']) {
        ensureReplay(await walk.issued(person, { headers: { [spelling]: key } }), first);
      }
      return undefined;
    },
  },
  {
    name: 'an Idempotency-Key in the query string is ignored',
    needs: SENDS,
    run: async (walk) => {
      const person = walk.newPerson();
      const query = `?Idempotency-Key=${randomUUID()}`;
      ensureStatus(await walk.issue(person, { query }), 201);
      await ensureTooSoon(walk, person, { query });
      return undefined;
    },
  },
  {
    name: 'POST /tokens accepts a charset in its Content-Type, and text in any script',
    needs: SENDS,
    run: async (walk) => {
      const person = walk.newPerson(' Grüße 漢字 "🚀"');
      const answer = await walk.issued(person, {
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
      });
      ensureMembers(answer, { user_id: person });
      return undefined;
    },
  },
  {
    name: 'requests with the same x-amzn-RequestId stay separate',
    needs: SENDS,
    run: async (walk) => {
      const headers = { 'x-amzn-RequestId': randomUUID() };
      const [person, another] = [walk.newPerson(), walk.newPerson()];
      const first = await walk.issued(person, { headers });
      ensureMembers(await walk.issued(another, { headers }), { user_id: another });
      // A service that identified steps by this id would mistake this for a retried step.
      await ensureTooSoon(walk, person, { headers });
      const keyed = { ...headers, 'Idempotency-Key': randomUUID() };
      const third = walk.newPerson();
      const issued = await walk.issued(third, { headers: keyed });
      ensureReplay(await walk.issued(third, { headers: keyed }), issued);
      ensure(first.member('token_id') !== issued.member('token_id'), 'two people have the same token');
      return undefined;
    },
  },
  {
    name: 'a wrong code is a mismatch, the right one verifies, and only once',
    needs: SENDS,
    run: async (walk) => {
      const person = walk.newPerson();
      const issued = await walk.issued(person);
      const { token } = walk.testDestination;
      const wrong = await walk.verify(person, otherThan(token));
      ensureStatus(wrong, 200);
      ensureMembers(wrong, { verified: false, reason: 'mismatch' });
      const right = await walk.verify(person, token);
      ensureStatus(right, 200);
      ensureMembers(right, { verified: true, user_id: person, token_id: issued.member('token_id') });
      const again = await walk.verify(person, token);
      ensureStatus(again, 200);
      ensureMembers(again, { verified: false, reason: 'used' });
      return undefined;
    },
  },
  {
    name: 'a revoked token does not verify',
    needs: [...SENDS, SCOPES.revoke],
    run: async (walk) => {
      const person = walk.newPerson();
      await walk.issued(person);
      ensureStatus(await walk.api('DELETE', `/tokens/${person}`), 204);
      walk.withToken.delete(person);
      ensureMembers(await walk.verify(person, walk.testDestination.token), { verified: false });
      return undefined;
    },
  },
];

async function ensureTooSoon(
  walk: Walk,
  person: string,
  options: { headers?: Record<string, string>; query?: string } = {},
): Promise<void> {
  const again = await walk.issue(person, options);
  ensureProblem(again, 'resend_too_soon');
  ensure(again.headers.has('retry-after'), `${again.request}: the 429 has no Retry-After`);
}

function ensureReplay(answer: Answer, first: Answer): void {
  ensure(
    answer.headers.get('idempotency-replayed') === 'true',
    `${answer.request} was carried out again although its key had been used`,
  );
  ensureMembers(answer, { token_id: first.member('token_id'), expires_at: first.member('expires_at') });
}

/** A different code of the same format. */
function otherThan(code: string): string {
  const last = code.at(-1) === '0' ? '1' : '0';
  return code.slice(0, -1) + last;
}
