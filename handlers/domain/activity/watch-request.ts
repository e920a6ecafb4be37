/** What Admit request knows about a request when it refuses or repeats it: as far as it got. */
import type { AdmitRequestInput, AdmittedRequest } from '../../contract/workflow.ts';
import type { Refusal } from '../decision.ts';
import type { AskedToken } from '../issue-rule.ts';
import { groupOfClients } from '../token/delivery-slot.ts';
import type { ActivityRecord } from './activity-log.ts';
import type { AskedInPorts } from './asked-in-body.ts';
import { askedIn } from './asked-in-body.ts';
import type { AskedFor } from './request-entries.ts';
import { asked, refusedEntry, repeatedEntry } from './request-entries.ts';

export interface WatchedRequest {
  readonly onAsked: (asked: AskedToken) => void;
  readonly onRequest: (request: AdmittedRequest) => void;
  /** The entry of a request that was refused; undefined for one that is not kept. */
  refused(refusal: Refusal): Promise<ActivityRecord | undefined>;
  /** The entry of one that got the first answer again. */
  repeated(): Promise<ActivityRecord | undefined>;
}

export function watchRequest(
  input: AdmitRequestInput,
  ports: AskedInPorts & { readonly now: () => number },
): WatchedRequest {
  let read: AskedToken | undefined;
  let request: AdmittedRequest | undefined;

  /** What it would send; else, what it asks for, as far as the body can be read. */
  const what = async (): Promise<AskedFor> =>
    request === undefined
      ? {
          ...(await askedIn({ body: input.body, ...input.given }, ports)),
          client_group: read && groupOfClients({ client_group: read.clientGroup }),
        }
      : asked(request);

  const about = () => ({
    requestId: input.request_id,
    clientId: input.client_id,
    executionArn: input.execution_arn,
    nowMs: ports.now(),
  });
  const isOfCanary = () => read?.isCanary === true;

  return {
    onAsked(asked) {
      read = asked;
    },
    onRequest(found) {
      request = found;
    },
    refused: async (refusal) => (isOfCanary() ? undefined : refusedEntry(about(), await what(), refusal)),
    repeated: async () => (isOfCanary() ? undefined : repeatedEntry(about(), await what())),
  };
}
