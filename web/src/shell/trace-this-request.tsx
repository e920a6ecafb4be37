/** Leads from an error to the trace of its request, for those who may read it. */
import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { createContext, use, useState } from 'react';
import { strings } from './strings.ts';
import { requestTrace } from './trace-links.ts';

/** Whether the person who signed in may read traces: errors are shown in many places that do not know it. */
export const MayTrace = createContext(false);

/** Needs the request's id as its React key: it notes when it was first shown. */
export function TraceThisRequest({ requestId }: { readonly requestId: string }): ReactNode {
  const mayTrace = use(MayTrace);
  const [at] = useState(() => new Date().toISOString());
  return mayTrace && <Link href={requestTrace(requestId, at)}>{strings.failure.trace}</Link>;
}
