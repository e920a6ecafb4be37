/**
 * Page size and columns: Cloudscape's own button and dialog, loaded on demand.
 *
 * The component cannot be opened from outside, so the click that loaded it is passed on to its button.
 */
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { shared } from '../../strings.ts';
import { text } from './strings.ts';
import type { TablePreferences } from './table-preferences.ts';
import { COLUMN_IDS, PAGE_SIZES, readColumns, shownColumns } from './table-preferences.ts';

export interface TableSettingsProps {
  readonly preferences: TablePreferences;
  /** Of the table, in pixels. */
  readonly width: number;
  readonly onChange: (preferences: TablePreferences) => void;
}

export default function TableSettings({ preferences, width, onChange }: TableSettingsProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector('button')?.click(), []);
  return (
    <div ref={place}>
      <CollectionPreferences
        title={text.settings.title}
        confirmLabel={text.settings.confirm}
        cancelLabel={shared.cancel}
        preferences={{
          pageSize: preferences.pageSize,
          contentDisplay: shownColumns(preferences, width),
        }}
        onConfirm={({ detail }) =>
          onChange({
            ...preferences,
            pageSize: detail.pageSize ?? preferences.pageSize,
            columns: readColumns(detail.contentDisplay),
          })
        }
        pageSizePreference={{
          title: text.settings.pageSize,
          options: PAGE_SIZES.map((value) => ({ value, label: text.settings.rows(value) })),
        }}
        contentDisplayPreference={{
          title: text.settings.columns,
          options: COLUMN_IDS.map((id) => ({
            id,
            label: text.columns[id],
            alwaysVisible: id === 'user',
          })),
        }}
      />
    </div>
  );
}
