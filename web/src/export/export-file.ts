/** The file that a list is exported to. */
import { toCsv } from './csv.ts';

export type ExportFormat = 'csv' | 'json';

export interface ExportFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

export interface Exported {
  /** What the rows are, in the file's name: `audit`. */
  readonly name: string;
  /** Which deployment they are of, in the file's name. */
  readonly environment: string;
  readonly rows: readonly object[];
}

/** JSON has the rows exactly as the API answered. */
export function exportFile(
  { name, environment, rows }: Exported,
  format: ExportFormat,
  now: Date,
): ExportFile {
  const time = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '');
  const parts = ['token-courier', name, slug(environment), time].filter(Boolean);
  const file = `${parts.join('_')}.${format}`;
  return format === 'csv'
    ? { name: file, mediaType: 'text/csv;charset=utf-8', content: toCsv(rows) }
    : { name: file, mediaType: 'application/json', content: `${JSON.stringify(rows, null, 2)}\n` };
}

/** Hands the file to the browser, as a download. */
export function download({ name, mediaType, content }: ExportFile): void {
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What every file system accepts. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
