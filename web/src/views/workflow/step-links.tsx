/** Links from a step to where AWS, or the local runtime, has more. */
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { WorkflowState } from '../../../../handlers/contract/page.ts';
import type { ExecutionPath } from '../../../../handlers/contract/routes/executions.ts';
import { shared } from '../../strings.ts';
import { logUrl, tracesUrl } from './console-url.ts';
import { detailText as text } from './detail-strings.ts';

export interface StepLinksProps {
  readonly state: WorkflowState;
  readonly execution: ExecutionPath | undefined;
  /** Undefined on a developer's machine, which has no AWS console. */
  readonly region: string | undefined;
}

export function StepLinks({ state: { calls }, execution, region }: StepLinksProps): ReactNode {
  const isFunction = calls?.service === 'lambda';
  const links =
    region === undefined
      ? isFunction
        ? [{ href: '/_local/logs', words: text.openLocalLog }]
        : []
      : execution
        ? [
            ...(isFunction && calls.name !== undefined
              ? [{ href: logUrl(calls.name, execution, region), words: text.openLog }]
              : []),
            { href: tracesUrl(execution, region), words: text.openTraces },
          ]
        : [];
  return (
    links.length > 0 && (
      <SpaceBetween size="xs">
        {links.map(({ href, words }) => (
          <Link key={href} href={href} external externalIconAriaLabel={shared.newTab}>
            {words}
          </Link>
        ))}
      </SpaceBetween>
    )
  );
}
