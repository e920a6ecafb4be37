/**
 * A contact before, while and after it exists. These checks find responses that CloudFront cached: by default
 * it caches 404 and 5xx for ten seconds, whatever Cache-Control says, and serves them to everybody.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import type { Check } from '../check.ts';
import { ensureMembers, ensureProblem, ensureStatus } from '../outcome.ts';

const CONTACTS = [SCOPES.readContacts, SCOPES.writeContacts];

export const CONTACT_CHECKS: readonly Check[] = [
  {
    name: 'a contact is not found, saved, found, deleted and not found, each at once',
    needs: CONTACTS,
    run: async (walk) => {
      const { phoneNumber: number } = walk.testDestination;
      const person = walk.newPerson();
      const path = `/contacts/${person}`;
      const shows = ['number'] as const;
      ensureProblem(await walk.api('GET', path), 'not_found');
      const saved = await walk.api('PUT', path, { json: { phone_number: number, locale: 'en' }, shows });
      ensureStatus(saved, 200);
      walk.withContact.add(person);
      const found = await walk.api('GET', path, { shows });
      ensureStatus(found, 200);
      ensureMembers(found, { user_id: person, phone_number: number, locale: 'en' });
      ensureStatus(await walk.api('DELETE', path), 204);
      walk.withContact.delete(person);
      ensureProblem(await walk.api('GET', path), 'not_found');
      return undefined;
    },
  },
  {
    name: 'an error for one caller is not served to another',
    needs: [SCOPES.readContacts],
    run: async (walk) => {
      const path = `/contacts/${walk.newPerson()}`;
      ensureProblem(await walk.api('GET', path), 'not_found');
      ensureProblem(await walk.api('GET', path, { accessToken: undefined }), 'unauthorized');
      return undefined;
    },
  },
];
