/** The row above the table: text to search for in the loaded rows, and a status for the API to filter by. */
import Button from '@cloudscape-design/components/button';
import type { SelectProps } from '@cloudscape-design/components/select';
import Select from '@cloudscape-design/components/select';
import type { TextFilterProps } from '@cloudscape-design/components/text-filter';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactNode } from 'react';
import { LISTED_STATUSES } from '../../../../handlers/contract/vocabulary.ts';
import { withIds } from '../../shell/with-ids.tsx';
import { shared } from '../../strings.ts';
import { text } from './strings.ts';
import type { TokenSearch } from './token-list.ts';

const ANY: SelectProps.Option = { value: '', label: text.anyStatus };
const OPTIONS: readonly SelectProps.Option[] = [
  ANY,
  ...LISTED_STATUSES.map((value) => ({ value, label: text.statuses[value] })),
];

export interface IssuedFilterProps {
  /** From the collection hooks. */
  readonly filterProps: TextFilterProps;
  /** Undefined while there is nothing to search. */
  readonly found: number | undefined;
  readonly searched: number;
  /** Whether there are tokens that are not loaded and were therefore not searched. */
  readonly more: boolean;
  readonly search: TokenSearch;
  readonly onSearch: (search: TokenSearch) => void;
  /** Asks the API for the tokens of the user whose ID was entered. */
  readonly onLookUp: () => void;
}

export function IssuedFilter(props: IssuedFilterProps): ReactNode {
  const { filterProps, found, searched, more, search, onSearch, onLookUp } = props;
  const typed = filterProps.filteringText;
  function chooseStatus(value: string | undefined): void {
    const status = LISTED_STATUSES.find((known) => known === value);
    onSearch({ ...withoutStatus(search), ...(status === undefined ? {} : { status }) });
  }

  return (
    <div className="issued-filter">
      <TextFilter
        {...filterProps}
        filteringPlaceholder={text.filterPlaceholder}
        filteringAriaLabel={text.filterLabel}
        filteringClearAriaLabel={shared.filterClear}
        countText={found === undefined ? '' : shared.matches(found, searched, more)}
      />
      <Select
        ariaLabel={text.columns.status}
        options={OPTIONS}
        selectedOption={OPTIONS.find(({ value }) => value === (search.status ?? '')) ?? ANY}
        onChange={({ detail }) => chooseStatus(detail.selectedOption.value)}
      />
      {typed !== '' && more && found !== undefined && found > 0 && (
        <Button onClick={onLookUp}>{withIds(text.lookUp, typed)}</Button>
      )}
      {search.user_id !== undefined && (
        <Button iconName="close" iconAlign="right" onClick={() => onSearch(withoutUser(search))}>
          {withIds(text.onlyUser, search.user_id)}
        </Button>
      )}
    </div>
  );
}

const withoutStatus = ({ status: _, ...others }: TokenSearch): TokenSearch => others;
const withoutUser = ({ user_id: _, ...others }: TokenSearch): TokenSearch => others;
