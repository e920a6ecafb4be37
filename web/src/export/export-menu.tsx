/**
 * "Export": what a list shows, as CSV for spreadsheets or JSON for programs. Codes are masked in every row, so a
 * file holds what the screen does. The menu itself is loaded on the first click.
 *
 *     <ExportMenu name="audit" config={config} rows={() => items} count={items.length}
 *       request={() => requestLine('readAudit', { query: { limit: 50 } })} />
 */
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { lazy, Suspense, useState } from 'react';
import type { PageConfig } from '../../../handlers/contract/page.ts';
import type { RequestLine } from '../api/call-route.ts';
import { text } from './strings.ts';

const ExportDropdown = lazy(() => import('./export-dropdown.tsx'));

export interface ExportMenuProps {
  /** What the rows are, in the file's name. */
  readonly name: string;
  readonly config: PageConfig;
  /** The API's rows, filtered and sorted as they are shown. */
  readonly rows: () => readonly object[];
  /** The request that the list is read with, to copy as curl. */
  readonly request?: () => RequestLine;
  /** How many they are; undefined while that is not known. */
  readonly count: number | undefined;
}

export function ExportMenu(props: ExportMenuProps): ReactNode {
  const [wanted, setWanted] = useState(false);
  const button = (
    <Button
      iconName="caret-down-filled"
      iconAlign="right"
      disabled={!props.count}
      loading={wanted}
      ariaExpanded={false}
      onClick={() => setWanted(true)}
    >
      {text.title}
    </Button>
  );
  return wanted ? (
    <Suspense fallback={button}>
      <ExportDropdown {...props} />
    </Suspense>
  ) : (
    button
  );
}
