/** The formats to export in. The click that loaded the menu is passed on to its button, which opens it. */
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { environmentOf } from '../shell/environment.ts';
import { copyCurl } from './copy-curl.tsx';
import { download, exportFile } from './export-file.ts';
import type { ExportMenuProps } from './export-menu-props.ts';
import { text } from './strings.ts';

export default function ExportDropdown({ name, config, rows, count, request }: ExportMenuProps): ReactNode {
  const [said, setSaid] = useState('');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector('button')?.click(), []);
  const secondaryText = text.rows(count ?? 0);
  return (
    <div ref={place}>
      <ButtonDropdown
        disabled={!count}
        items={[
          { id: 'csv', text: text.csv, secondaryText },
          { id: 'json', text: text.json, secondaryText },
          ...(request ? [{ id: 'curl', text: text.curl, secondaryText: text.curlDetail }] : []),
        ]}
        onItemClick={({ detail }) => {
          if (detail.id === 'curl' && request) {
            void copyCurl(config.api_base, request()).then(setSaid);
            return;
          }
          const exported = { name, environment: environmentOf(config).name, rows: rows() };
          download(exportFile(exported, detail.id === 'csv' ? 'csv' : 'json', new Date()));
        }}
      >
        {text.title}
      </ButtonDropdown>
      <span role="status" className="unseen">
        {said}
      </span>
    </div>
  );
}
