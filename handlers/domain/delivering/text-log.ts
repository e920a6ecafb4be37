/**
 * SNS's delivery log for texts, a setting of the account and region: CloudFormation has no resource for it, and
 * another deployment, or the account's owner, may use it too, before or after this one.
 *
 * So a deployment changes only what it added. A role that writes the log already is kept, because the groups' names
 * are the same for every role. A group that existed already keeps its retention and key. Logging is switched off, and
 * a group deleted, only if this deployment began it and nobody else reads the log.
 */

/** What SNS logs with. */
export interface TextLogSetting {
  /** The role that SNS writes with; empty when it writes nothing. */
  readonly writer: string;
  /** The percentage of delivered texts that are logged; undelivered ones always are. Empty for SNS's default. */
  readonly rate: string;
}

export interface TextLog {
  setting(): Promise<TextLogSetting>;
  set(setting: TextLogSetting): Promise<void>;
}

interface LogGroup {
  /** Whether this owner created it. */
  readonly isOwn: boolean;
  readonly keyArn: string | undefined;
  /** Whether anything is subscribed to it or counts its lines. */
  readonly isRead: boolean;
}

export interface LogGroups {
  /** False if there is such a group already. */
  create(name: string, owner: string): Promise<boolean>;
  /** Undefined if there is none. */
  find(name: string, owner: string): Promise<LogGroup | undefined>;
  setRetention(name: string, days: number): Promise<void>;
  encrypt(name: string, keyArn: string): Promise<void>;
  /** What it contains already stays encrypted. */
  stopEncrypting(name: string): Promise<void>;
  /** A group that no longer exists is no error. */
  remove(name: string): Promise<void>;
}

export interface TextLogSettings {
  /** The stack, as its groups name it. */
  readonly owner: string;
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

const EVERY_TEXT = '100';

/** Sets the log up, or updates it from its `earlier` settings. Returns what was set before. */
export async function setUpTextLog(
  settings: TextLogSettings,
  earlier: TextLogSettings | undefined,
  { log, groups }: TextLogPorts,
): Promise<TextLogSetting> {
  for (const name of settings.groups) {
    await setUpGroup(name, settings, earlier, groups);
  }
  const before = await log.setting();
  if (before.writer === '' || before.writer === earlier?.roleArn) {
    await log.set({ writer: settings.roleArn, rate: EVERY_TEXT });
  }
  return before;
}

/** Leaves alone what was changed by hand since: it is not what the earlier settings say. */
async function setUpGroup(
  name: string,
  { owner, retentionDays, keyArn }: TextLogSettings,
  earlier: TextLogSettings | undefined,
  groups: LogGroups,
): Promise<void> {
  const isNew = await groups.create(name, owner);
  const group = isNew ? undefined : await groups.find(name, owner);
  if (!isNew && !group?.isOwn) {
    return;
  }
  if (isNew || retentionDays !== earlier?.retentionDays) {
    await groups.setRetention(name, retentionDays);
  }
  if (isNew || (keyArn !== earlier?.keyArn && group?.keyArn === earlier?.keyArn)) {
    await groups.encrypt(name, keyArn);
  }
}

/**
 * Undoes what the deployment set up, as far as nobody else needs it. `rateBefore` is restored with the setting.
 * Its own subscriptions are gone by then: they depend on the log. A group that stays is taken off the deployment's
 * key, which may be deleted with it: SNS could write no more.
 */
export async function releaseTextLog(
  { owner, roleArn, groups: names, keyArn, isDisposable }: TextLogSettings,
  rateBefore: string,
  { log, groups }: TextLogPorts,
): Promise<void> {
  const found = await Promise.all(
    names.map(async (name) => ({ name, group: await groups.find(name, owner) })),
  );
  const isRead = found.some(({ group }) => group?.isRead);
  const { writer } = await log.setting();
  const endsNow = writer === roleArn && !isRead;
  if (endsNow) {
    await log.set({ writer: '', rate: rateBefore });
  }
  const isNeeded = isRead || (writer !== '' && !endsNow);
  for (const { name, group } of found) {
    if (!group?.isOwn) {
      continue;
    }
    if (isDisposable && !isNeeded) {
      await groups.remove(name);
    } else if (group.keyArn === keyArn) {
      await groups.stopEncrypting(name);
    }
  }
}
