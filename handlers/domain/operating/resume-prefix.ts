/** PUT /prefixes/{prefix}/pause: ends a pause of the pumping guard, which then judges anew. */
import type { ResumePrefixBody } from '../../contract/routes/overrides.ts';
import { trafficOf } from '../pumping/judged-as.ts';
import type { PrefixTraffic } from '../pumping/prefix-traffic.ts';
import { namePrefix } from '../token/subject-digests.ts';
import type { KeySource } from '../token/token-keys.ts';

export interface ResumePrefixPorts {
  /** Absent when the pumping guard is off. */
  readonly traffic?: Pick<PrefixTraffic, 'resume'> | undefined;
  /** Make the name of the prefix. */
  readonly subjectKeys: KeySource;
}

/** False if there was no such pause. @throws StoreUnavailable, SecretUnavailable */
export async function resumePrefix(
  prefix: string,
  { kind, client_id }: Pick<ResumePrefixBody, 'kind' | 'client_id'>,
  { traffic, subjectKeys }: ResumePrefixPorts,
  nowSeconds: number,
): Promise<boolean> {
  if (traffic === undefined) {
    return false;
  }
  const name = namePrefix(trafficOf(prefix, kind ?? 'token'), await subjectKeys.current());
  return traffic.resume(
    { prefix: name, ...(client_id === undefined ? {} : { clientId: client_id }) },
    nowSeconds,
  );
}
