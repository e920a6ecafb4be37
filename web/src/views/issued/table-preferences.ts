/**
 * Preferences for the table of issued tokens: the only thing that the browser remembers.
 *
 * Storage may hold the preferences of another version of the console, so unknown parts are ignored.
 */
import type { text } from './strings.ts';

const STORAGE_KEY = 'token-courier.issued-table';

export const COLUMN_IDS = [
  'user',
  'status',
  'timeLeft',
  'purpose',
  'token',
  'channel',
  'destination',
  'attempts',
  'issued',
  'actions',
] as const satisfies readonly (keyof typeof text.columns)[];
export type ColumnId = (typeof COLUMN_IDS)[number];

/**
 * The width of the table, in pixels, from which a column is shown by default: it must fit next to those
 * before it, each at its maximum width.
 */
const SHOWN_FROM_PX: Readonly<Partial<Record<ColumnId, number>>> = {
  purpose: 650,
  token: 825,
  destination: 990,
  attempts: 1_095,
  channel: 1_250,
  issued: 1_365,
};

export const PAGE_SIZES = [10, 20, 50, 100] as const;

/** In display order. */
export type ColumnChoice = readonly { readonly id: ColumnId; readonly visible: boolean }[];

export interface TablePreferences {
  readonly pageSize: number;
  /** Absent until the operator chooses: the table then shows as many as fit. */
  readonly columns?: ColumnChoice;
  readonly autoRefresh: boolean;
}

export const DEFAULT_PREFERENCES: TablePreferences = {
  pageSize: 20,
  autoRefresh: true,
};

export function readPreferences(): TablePreferences {
  return parsePreferences(localStorage.getItem(STORAGE_KEY));
}

export function savePreferences(preferences: TablePreferences): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences));
}

/** The chosen columns, or those that fit into a table of that width. */
export const shownColumns = ({ columns }: TablePreferences, widthPx: number): ColumnChoice =>
  columns ?? COLUMN_IDS.map((id) => ({ id, visible: widthPx >= (SHOWN_FROM_PX[id] ?? 0) }));

/** Unknown values become the default; columns that the stored preferences do not know come last. */
export function parsePreferences(stored: string | null): TablePreferences {
  const { pageSize, columns, autoRefresh } = parseObject(stored);
  return {
    pageSize: PAGE_SIZES.find((size) => size === pageSize) ?? DEFAULT_PREFERENCES.pageSize,
    ...(Array.isArray(columns) ? { columns: readColumns(columns) } : {}),
    autoRefresh: typeof autoRefresh === 'boolean' ? autoRefresh : DEFAULT_PREFERENCES.autoRefresh,
  };
}

export function readColumns(candidate: unknown): ColumnChoice {
  const given = Array.isArray(candidate) ? (candidate as readonly unknown[]) : [];
  const known = new Map<ColumnId, boolean>();
  for (const each of given) {
    const { id, visible } = (each ?? {}) as { readonly id?: unknown; readonly visible?: unknown };
    const column = COLUMN_IDS.find((columnId) => columnId === id);
    if (column !== undefined && typeof visible === 'boolean') {
      known.set(column, visible);
    }
  }
  const others = COLUMN_IDS.filter((id) => !known.has(id));
  // A row without its user is meaningless.
  return [...known.keys(), ...others].map((id) => ({
    id,
    visible: id === 'user' || known.get(id) !== false,
  }));
}

function parseObject(stored: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(stored ?? 'null');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
