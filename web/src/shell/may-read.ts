/**
 * What the person who signed in may read besides the view: links to it are in errors and rows that do not know scopes.
 */
import { createContext } from 'react';

export interface MayRead {
  readonly traces: boolean;
  /** Also whether the deployment keeps any. */
  readonly activity: boolean;
}

export const MayReadContext = createContext<MayRead>({ traces: false, activity: false });
