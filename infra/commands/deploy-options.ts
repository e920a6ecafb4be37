/** Reads the options that `upgrade` and `rollback` have in common. */
import { UsageError } from './command-line.ts';
import type { DeployOptions } from './deploy-assembly.ts';

export interface DeployValues {
  readonly yes: boolean;
  readonly 'dry-run': boolean;
  readonly 'allow-replacement': readonly string[];
  readonly 'skip-smoke': boolean;
  readonly 'phone-number'?: string | undefined;
  readonly token?: string | undefined;
}

/** @throws {UsageError} when a test destination is half given */
export function deployOptionsOf(values: DeployValues): DeployOptions {
  const { 'phone-number': phoneNumber, token } = values;
  if ((phoneNumber === undefined) !== (token === undefined)) {
    throw new UsageError('--phone-number and --token belong together. --help lists the options.');
  }
  return {
    yes: values.yes,
    isDryRun: values['dry-run'],
    allowReplacement: values['allow-replacement'],
    skipSmoke: values['skip-smoke'],
    destination: phoneNumber === undefined || token === undefined ? undefined : { phoneNumber, token },
  };
}
