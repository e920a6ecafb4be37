/** The table's title, and the controls that keep it up to date. */
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import type { ReactNode } from 'react';
import { text } from './strings.ts';

export interface IssuedHeaderProps {
  /** Undefined while the number of tokens is not known. */
  readonly counter: string | undefined;
  readonly loading: boolean;
  readonly onRefresh: () => void;
  readonly autoRefresh: boolean;
  readonly onAutoRefresh: (wanted: boolean) => void;
  readonly exportMenu: ReactNode;
}

export function IssuedHeader(props: IssuedHeaderProps): ReactNode {
  return (
    <Header
      variant="h2"
      {...(props.counter === undefined ? {} : { counter: props.counter })}
      description={text.detail}
      actions={
        <SpaceBetween direction="horizontal" size="m" alignItems="center">
          <Toggle checked={props.autoRefresh} onChange={({ detail }) => props.onAutoRefresh(detail.checked)}>
            {text.autoRefresh}
          </Toggle>
          {props.exportMenu}
          <Button
            iconName="refresh"
            ariaLabel={text.refresh}
            loading={props.loading}
            onClick={props.onRefresh}
          />
        </SpaceBetween>
      }
    >
      {text.title}
    </Header>
  );
}
