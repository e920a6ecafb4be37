/** "Copy as curl": the request that a form would send. */
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { RequestLine } from '../api/call-route.ts';
import { shared } from '../strings.ts';
import { curlOf } from './curl.ts';
import { text } from './strings.ts';

export interface CopyCurlProps {
  /** Where the API is, as config.json says. */
  readonly base: string;
  readonly request: () => RequestLine;
}

export function CopyCurl({ base, request }: CopyCurlProps): ReactNode {
  const [said, setSaid] = useState('');
  return (
    <>
      <Button iconName="copy" formAction="none" onClick={() => void copyCurl(base, request()).then(setSaid)}>
        {text.curl}
      </Button>
      <span role="status" className="quiet">
        {said}
      </span>
    </>
  );
}

/** Copies the command, and says whether that worked. */
export async function copyCurl(base: string, request: RequestLine): Promise<string> {
  try {
    await navigator.clipboard.writeText(curlOf(new URL(base, location.origin).href, request));
    return shared.copied;
  } catch {
    return shared.copyFailed;
  }
}
