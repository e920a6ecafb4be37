/**
 * Cloudscape's useCollection for a list whose text filter (`filter`) and sorting (`sort`) are in the URL.
 *
 * A column is named in the URL by its `sortingField`. Typing is written with a short delay, because browsers limit
 * how often a page may change its URL.
 */
import type { UseCollectionOptions, UseCollectionResult } from '@cloudscape-design/collection-hooks';
import { useCollection } from '@cloudscape-design/collection-hooks';
import { useEffect, useRef } from 'react';
import { sorting, typed } from './url-parameters.ts';
import { useUrlState } from './use-url-state.ts';

const SHOWN = { filter: typed(), sort: sorting() };
const WRITE_AFTER_MS = 300;

/** `fields` are the columns' `sortingField`s; others in the URL are ignored. */
export function useUrlCollection<Item>(
  items: readonly Item[],
  fields: readonly string[],
  options: Pick<UseCollectionOptions<Item>, 'filtering' | 'pagination'>,
): UseCollectionResult<Item> {
  const [shown, show] = useUrlState(SHOWN);
  const sorted = sortingOf(shown.sort, fields);
  const collection = useCollection(items, {
    ...options,
    filtering: { ...options.filtering, defaultFilteringText: shown.filter },
    sorting: sorted ? { defaultState: sorted } : {},
  });
  const { actions, filterProps, collectionProps } = collection;
  const text = filterProps.filteringText;

  // From the list to the URL.
  const written = useRef(shown.filter);
  useEffect(() => {
    const timer = setTimeout(() => {
      written.current = SHOWN.filter.write(text) ?? '';
      show({ filter: text });
    }, WRITE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, show]);

  // From the URL to the list: a link or Back changed it.
  const { setFiltering } = actions;
  useEffect(() => {
    if (shown.filter !== written.current) {
      written.current = shown.filter;
      setFiltering(shown.filter);
    }
  }, [shown.filter, setFiltering]);

  return {
    ...collection,
    collectionProps: {
      ...collectionProps,
      onSortingChange(event) {
        collectionProps.onSortingChange?.(event);
        const { sortingColumn, isDescending } = event.detail;
        show({ sort: `${isDescending ? '-' : ''}${sortingColumn.sortingField ?? ''}` });
      },
    },
  };
}

function sortingOf(sort: string, fields: readonly string[]) {
  const isDescending = sort.startsWith('-');
  const sortingField = fields.find((field) => field === sort.slice(isDescending ? 1 : 0));
  return sortingField && { sortingColumn: { sortingField }, isDescending };
}
