/**
 * SNS's delivery log for texts, a setting of the account and region: CloudFormation has no resource for it, and
 * another deployment, or the account's owner, may have set it before.
 *
 * The latest deployment takes it over. When it is deleted, it restores the previous setting, unless another
 * deployment has taken the log over since.
 */

export interface TextLog {
  /** The role that SNS writes with; empty when it writes nothing. */
  writer(): Promise<string>;
  /** Makes SNS log every text, delivered or not, with this role; with an empty one it logs nothing. */
  writeAs(roleArn: string): Promise<void>;
}

export interface LogGroups {
  /** Creates the group if it does not exist, and sets its retention and key. */
  keep(name: string, keeping: { readonly retentionDays: number; readonly keyArn: string }): Promise<void>;
  /** A group that no longer exists is no error. */
  remove(name: string): Promise<void>;
}

export interface TextLogSettings {
  readonly roleArn: string;
  readonly groups: readonly string[];
  readonly retentionDays: number;
  readonly keyArn: string;
  /** Whether the groups are deleted with the deployment. */
  readonly isDisposable: boolean;
}

export interface TextLogPorts {
  readonly log: TextLog;
  readonly groups: LogGroups;
}

/** Returns the role that wrote before; empty for none. */
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
