/** Placeholder: the view itself takes this file's place. */
import Header from '@cloudscape-design/components/header';
import type { ReactNode } from 'react';
import { strings } from '../strings.ts';

export default function View(): ReactNode {
  return <Header variant="h1">{strings.navigation.views.health}</Header>;
}
