/**
 * Page size and columns: Cloudscape's own button and dialog, which come when they are asked for.
 *
 * The component cannot be opened from outside, so the click that brought it here is passed on to its button.
 */
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import { type ReactNode, useEffect, useRef } from 'react';
import { strings } from '../../strings.ts';
import {
  COLUMN_IDS,
  PAGE_SIZES,
  readColumns,
  shownColumns,
  type TablePreferences,
} from './table-preferences.ts';

const text = strings.issued.settings;

export interface TableSettingsProps {
  readonly preferences: TablePreferences;
  /** Of the table, pixels. */
  readonly width: number;
  readonly onChange: (preferences: TablePreferences) => void;
}

export default function TableSettings({ preferences, width, onChange }: TableSettingsProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector('button')?.click(), []);
  return (
    <div ref={place}>
      <CollectionPreferences
        title={text.title}
        confirmLabel={text.confirm}
        cancelLabel={strings.dialog.cancel}
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
          title: text.pageSize,
          options: PAGE_SIZES.map((value) => ({ value, label: text.rows(value) })),
        }}
        contentDisplayPreference={{
          title: text.columns,
          options: COLUMN_IDS.map((id) => ({
            id,
            label: strings.issued.columns[id],
            alwaysVisible: id === 'user',
          })),
        }}
      />
    </div>
  );
}
