/** GET /audit: who revealed, revoked, unlocked or changed what, newest first. */
import { cloudWatchAuditReader, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { READ_AUDIT } from '../contract/functions/operation.ts';
import { AUDIT_ROUTES } from '../contract/routes/audit.ts';
import { readAudit } from '../domain/audit/audit-log.ts';
import { accept } from '../domain/decision.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const { logs } = readFunction(READ_AUDIT);
const log = cloudWatchAuditReader(traced(createAuditClient()), logs.audit);

export const handler = endpoint(AUDIT_ROUTES.readAudit, async ({ query }, notes) => {
  const answer = await readAudit(query, log);
  if (!answer.ok) {
    return answer;
  }
  notes.add({ count: answer.value.entries.length, outcome: 'read' });
  return accept(json(answer.value));
});
