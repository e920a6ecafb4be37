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
import type { ExportMenuProps } from './export-menu-props.ts';
import { text } from './strings.ts';

const ExportDropdown = lazy(() => import('./export-dropdown.tsx'));

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
