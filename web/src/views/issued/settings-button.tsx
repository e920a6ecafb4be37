/** The button for page size and columns; its dialog weighs 28 KB, so it is loaded on the first click. */
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { lazy, Suspense, useState } from 'react';
import { text } from './strings.ts';
import type { TableSettingsProps } from './table-settings.tsx';

const TableSettings = lazy(() => import('./table-settings.tsx'));

export function SettingsButton(props: TableSettingsProps): ReactNode {
  const [wanted, setWanted] = useState(false);
  const button = (
    <Button
      variant="icon"
      iconName="settings"
      ariaLabel={text.settings.title}
      loading={wanted}
      onClick={() => setWanted(true)}
    />
  );
  return wanted ? (
    <Suspense fallback={button}>
      <TableSettings {...props} />
    </Suspense>
  ) : (
    button
  );
}
