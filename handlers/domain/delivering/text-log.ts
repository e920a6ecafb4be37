/**
 * The log that SNS keeps of texts, which belongs to the account in its region: CloudFormation has no resource for it,
 * and another deployment, or the owner, may have set it before.
 *
 * Whoever is deployed last has it. A deployment that is deleted gives it back, unless another one took it since.
 */

export interface TextLog {
  /** What SNS writes with; empty where it writes nothing. */
  writer(): Promise<string>;
  /** Has SNS write of every text, accepted or not, with this role; with an empty one nothing. */
  writeAs(roleArn: string): Promise<void>;
}

export interface LogGroups {
  /** Makes the group if it is not there, and has it kept so. */
  keep(name: string, keeping: { readonly retentionDays: number; readonly keyArn: string }): Promise<void>;
  /** A group that is gone is no error. */
  remove(name: string): Promise<void>;
}

export interface TextLogSettings {
  readonly roleArn: string;
  readonly groups: readonly string[];
  readonly retentionDays: number;
  readonly keyArn: string;
  /** Whether the groups go with the deployment. */
  readonly isDisposable: boolean;
}

export interface TextLogPorts {
  readonly log: TextLog;
  readonly groups: LogGroups;
}

/** Returns who wrote before; empty for nobody. */
export async function takeTextLog(settings: TextLogSettings, { log, groups }: TextLogPorts): Promise<string> {
  for (const name of settings.groups) {
    await groups.keep(name, settings);
  }
  const before = await log.writer();
  await log.writeAs(settings.roleArn);
  return before === settings.roleArn ? '' : before;
}

export async function giveBackTextLog(
  settings: TextLogSettings,
  before: string,
  { log, groups }: TextLogPorts,
): Promise<void> {
  if ((await log.writer()) !== settings.roleArn) {
    return;
  }
  await log.writeAs(before);
  if (settings.isDisposable && before === '') {
    for (const name of settings.groups) {
      await groups.remove(name);
    }
  }
}
