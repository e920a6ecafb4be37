import { describe, expect, it } from '@jest/globals';
import { compareVersions, isOneStepBack, neededActions } from '../../../infra/commands/versions.ts';

const CHANGELOG = `# Changelog

## Unreleased

### Needs action

- Do this next.

### Added

- Something.

## 1.1.0 (2026-12-01)

### Added

- Nothing to do.

## [1.0.1] - 2026-11-28

### Needs action

- Do that.

Before and after:

- And that.

## 1.0.0

### Needs action

- Long done.
`;

describe('what the changelog asks for', () => {
  it('is that of every version after the deployed one, newest first, and of what is unreleased', () => {
    expect(neededActions(CHANGELOG, '1.0.0')).toEqual([
      { version: 'Unreleased', text: '- Do this next.' },
      { version: '1.0.1', text: '- Do that.\n\nBefore and after:\n\n- And that.' },
    ]);
    expect(neededActions(CHANGELOG, '1.0.1').map(({ version }) => version)).toEqual(['Unreleased']);
  });

  it('is all of it when nobody knows what is deployed', () => {
    const versions = neededActions(CHANGELOG, undefined).map(({ version }) => version);
    expect(versions).toEqual(['Unreleased', '1.0.1', '1.0.0']);
  });

  it('is nothing where the last part ends the file without it', () => {
    expect(neededActions('# Changelog\n\n## 1.0.0\n\n### Added\n\n- All.\n', '0.9.0')).toEqual([]);
  });
});

describe('versions', () => {
  it.each([
    ['1.2.3', '1.2.3', 0],
    ['1.2.3', '1.10.0', -8],
    ['2.0.0', '1.9.9', 1],
    ['1.0.1', '1.0.0', 1],
    ['1.0.0-rc.1', '1.0.0', 0],
  ])('%s and %s are compared by number', (one, other, expected) => {
    expect(compareVersions(one, other)).toBe(expected);
  });

  it.each([
    ['1.3.0', '1.2.9', true],
    ['1.3.4', '1.3.0', true],
    ['1.3.0', '1.1.0', false],
    ['2.0.0', '1.9.0', false],
    ['1.3.0', '1.3.0', true],
    ['1.3.0', '1.3.1', false],
    ['1.3.0', '1.9.0', false],
  ])('from %s, %s is as far as data goes: %s', (from, to, expected) => {
    expect(isOneStepBack(from, to)).toBe(expected);
  });
});
