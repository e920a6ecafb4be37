/** Reloads what a view shows. */
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import type { Loaded } from '../api/use-answer.ts';

interface RefreshButtonProps extends Pick<Loaded<unknown>, 'loading' | 'reload'> {
  readonly label: string;
}

export const RefreshButton = ({ label, loading, reload }: RefreshButtonProps): ReactNode => (
  <Button iconName="refresh" ariaLabel={label} loading={loading} onClick={() => void reload()} />
);
