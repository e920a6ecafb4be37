/** What a view gives to the export menu, and the menu to what it loads. */
import type { PageConfig } from '../../../handlers/contract/page.ts';
import type { RequestLine } from '../api/call-route.ts';

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
