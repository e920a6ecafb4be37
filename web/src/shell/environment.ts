/** Which deployment this is, in words: above the bar, in the window's title and in the names of exported files. */
import type { PageConfig } from '../../../handlers/contract/page.ts';
import { strings } from './strings.ts';

/** How careful to be. */
export type EnvironmentKind = 'production' | 'other' | 'local';

export interface Environment {
  readonly kind: EnvironmentKind;
  /** Empty for a deployment that has no name and is not marked as production. */
  readonly name: string;
  /** Region and account; nothing on a developer's machine. */
  readonly place: readonly string[];
}

type Deployed = Pick<PageConfig, 'local' | 'production' | 'environment' | 'region' | 'account'>;

export function environmentOf({ local, production, environment, region, account }: Deployed): Environment {
  if (local) {
    return { kind: 'local', name: strings.environment.local, place: [] };
  }
  const place = [region, account];
  if (!production) {
    return { kind: 'other', name: environment ?? '', place };
  }
  const { production: word } = strings.environment;
  if (environment === undefined) {
    return { kind: 'production', name: word, place };
  }
  const name = environment.startsWith('prod') ? environment : `${environment} (${word})`;
  return { kind: 'production', name, place };
}
