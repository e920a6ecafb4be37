/** Keeps Cloudscape's mode in step with the system's colour scheme. */
import { applyMode, Mode } from '@cloudscape-design/global-styles';

export function followColourScheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => applyMode(dark.matches ? Mode.Dark : Mode.Light);
  apply();
  dark.addEventListener('change', apply);
}
