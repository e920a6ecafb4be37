/** Versions, and what the changelog asks for between two of them. */

/** Negative when the first is older. Pre-releases count as their release. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split(/[.-]/).slice(0, 3).map(Number));
  return (
    (left ?? []).map((part, at) => part - (right?.[at] ?? 0)).find((difference) => difference !== 0) ?? 0
  );
}

/**
 * Whether `to` is `from` or older, by at most one minor version of the same major version: what data is compatible with.
 */
export function isOneStepBack(from: string, to: string): boolean {
  const [major = 0, minor = 0] = from.split('.').map(Number);
  const [toMajor = 0, toMinor = 0] = to.split('.').map(Number);
  return compareVersions(to, from) <= 0 && major === toMajor && minor - toMinor <= 1;
}

export interface NeededAction {
  /** `Unreleased` or a version. */
  readonly version: string;
  /** The lines below the heading "Needs action". */
  readonly text: string;
}

/**
 * The "Needs action" parts of every version after `from`, newest first; of all when `from` is unknown. What is
 * unreleased always counts: no version says how much of it is deployed.
 */
export function neededActions(changelog: string, from: string | undefined): NeededAction[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return { version: /^\[?([^\]\s]+)/.exec(heading)?.[1] ?? heading, body: lines.join('\n') };
    })
    .filter(({ version }) => !/^\d/.test(version) || from === undefined || compareVersions(version, from) > 0)
    .flatMap(({ version, body }) => {
      const text = /^### Needs action\n([\s\S]*?)(?=^### |$(?![\s\S]))/m.exec(body)?.[1]?.trim();
      return text ? [{ version, text }] : [];
    });
}
