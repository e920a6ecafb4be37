/** DELETE /limits/{user_id}: forgets the wrong tokens of a person, so that new ones may be issued. */
import { createDynamoDbClient } from '../adapters/dynamodb-client.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb-counter-store.ts';
import { userPath } from '../contract/requests.ts';
import { accept } from '../domain/decision.ts';
import { unlockPerson } from '../domain/guess-lock.ts';
import { parseFields } from '../domain/parse-request.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const env = readEnvironment(['limitsTable']);
const counters = dynamoDbCounterStore(traced(createDynamoDbClient()), env.limitsTable);

export const handler = endpoint('unlock-person', async (request, notes) => {
  const path = parseFields(userPath, request.path, 'path');
  if (!path.ok) return path;
  notes.add(path.value);
  await unlockPerson(path.value.user_id, counters);
  notes.add({ outcome: 'unlocked' });
  return accept(noContent());
});
