/** Where the same is in AWS's console, or in the local runtime. */
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { PageConfig } from '../../../../handlers/contract/page.ts';
import { shared } from '../../strings.ts';
import { linksOf } from './link-list.ts';

export function Links({ config }: { readonly config: PageConfig }): ReactNode {
  return (
    <SpaceBetween size="m" direction="horizontal">
      {linksOf(config).map(([title, href]) => (
        <Link key={href} href={href} external externalIconAriaLabel={shared.newTab}>
          {title}
        </Link>
      ))}
    </SpaceBetween>
  );
}
