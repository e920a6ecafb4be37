/** Leads from an error to the trace of its request, for those who may read it. */
import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { use, useState } from 'react';
import { MayReadContext } from './may-read.ts';
import { strings } from './strings.ts';
import { requestTrace } from './trace-links.ts';

/** Needs the request's id as its React key: it notes when it was first shown. */
export function TraceThisRequest({ requestId }: { readonly requestId: string }): ReactNode {
  const { traces } = use(MayReadContext);
  const [at] = useState(() => new Date().toISOString());
  return traces && <Link href={requestTrace(requestId, at)}>{strings.failure.trace}</Link>;
}
