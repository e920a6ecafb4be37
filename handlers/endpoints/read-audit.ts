/** GET /audit: who revealed, revoked, unlocked or changed what, newest first. */
import { cloudWatchAuditReader, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { AUDIT_ROUTES } from '../contract/routes/audit.ts';
import { readAudit } from '../domain/audit/audit-log.ts';
import { accept } from '../domain/decision.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const env = readEnvironment(['auditLogGroup']);
const log = cloudWatchAuditReader(traced(createAuditClient()), env.auditLogGroup);

export const handler = endpoint(AUDIT_ROUTES.readAudit, async ({ query }, notes) => {
  const answer = await readAudit(query, log);
  if (!answer.ok) return answer;
  notes.add({ count: answer.value.entries.length, outcome: 'read' });
  return accept(json(answer.value));
});
