/**
 * Note the outcome: keeps in the activity log that a request failed before a delivery could, or that its message may
 * have been sent by a delivery that was ended. Deployed where there is a log.
 */
import { activityLogAhead } from '../adapters/dynamodb/activity-log-ahead.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { KEEP_ACTIVITY, NOTE_THE_OUTCOME } from '../contract/functions/activity.ts';
import type { NoteOutcomeInput } from '../contract/workflow.ts';
import { outcomeEntry } from '../domain/activity/note-outcome.ts';
import { withRoute } from '../domain/delivering/former-request.ts';
import { readCountry } from '../domain/destinations/phone-number.ts';
import { readClients } from '../domain/token/client-groups.ts';
import { readFunction } from '../runtime/environment.ts';
import { keepActivityIn } from '../runtime/keep-activity.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';

const { settings, deployed, secrets } = readFunction(NOTE_THE_OUTCOME);
const ports = {
  clients: readClients(settings.clientGroups, deployed.stackClients),
  defaultCountry: readCountry(settings.defaultCountry),
  subjectKeys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.subject, Date.now),
};
const keepActivity = keepActivityIn(activityLogAhead(settings, () => readFunction(KEEP_ACTIVITY), traced));

/** Nobody waits for the answer of a failed request, so there is time for a slow write. */
const PATIENCE_MS = 1500;

export const handler = step('note-the-outcome', async (input: NoteOutcomeInput, notes): Promise<null> => {
  const { request } = input.state.admission ?? {};
  const state = request === undefined ? input.state : { ...input.state, admission: withRoute({ request }) };
  const about = {
    requestId: input.request_id,
    clientId: state.client_id,
    executionArn: input.execution_arn,
    nowMs: Date.now(),
  };
  if (request !== undefined) {
    notes.add({ user_ref: request.user_ref, purpose: request.purpose });
  }
  await keepActivity?.(await outcomeEntry(about, { ...input, state }, ports), notes, PATIENCE_MS);
  notes.add({ outcome: 'noted' });
  return null;
});
