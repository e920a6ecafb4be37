/** The row above the table: words to look for in the loaded rows, and a status for the API to look for. */
import Button from '@cloudscape-design/components/button';
import Select, { type SelectProps } from '@cloudscape-design/components/select';
import TextFilter, { type TextFilterProps } from '@cloudscape-design/components/text-filter';
import type { ReactNode } from 'react';
import { LISTED_STATUSES } from '../../../../handlers/contract/vocabulary.ts';
import { strings } from '../../strings.ts';
import type { TokenSearch } from './token-list.ts';

const text = strings.issued;

const ANY: SelectProps.Option = { value: '', label: text.anyStatus };
const OPTIONS: readonly SelectProps.Option[] = [
  ANY,
  ...LISTED_STATUSES.map((value) => ({ value, label: text.statuses[value] })),
];

export interface IssuedFilterProps {
  /** From the collection hooks. */
  readonly filterProps: TextFilterProps;
  readonly found: number;
  readonly search: TokenSearch;
  readonly onSearch: (search: TokenSearch) => void;
}

export function IssuedFilter({ filterProps, found, search, onSearch }: IssuedFilterProps): ReactNode {
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
        filteringClearAriaLabel={text.filterClear}
        countText={text.matches(found)}
      />
      <Select
        ariaLabel={text.columns.status}
        options={OPTIONS}
        selectedOption={OPTIONS.find(({ value }) => value === (search.status ?? '')) ?? ANY}
        onChange={({ detail }) => chooseStatus(detail.selectedOption.value)}
      />
      {search.user_id !== undefined && (
        <Button iconName="close" iconAlign="right" onClick={() => onSearch(withoutUser(search))}>
          {text.onlyUser(search.user_id)}
        </Button>
      )}
    </div>
  );
}

const withoutStatus = ({ status: _, ...others }: TokenSearch): TokenSearch => others;
const withoutUser = ({ user_id: _, ...others }: TokenSearch): TokenSearch => others;
