import { describe, expect, it } from '@jest/globals';
import { missingScopes, parseRoute, routeHref } from '../src/shell/routes.ts';

describe('parseRoute', () => {
  it('reads the view and its parameters', () => {
    const { view, params } = parseRoute('#/workflow?user_id=a%26b&purpose=login');
    expect([view, params.get('user_id'), params.get('purpose')]).toEqual(['workflow', 'a&b', 'login']);
  });

  it.each(['', '#', '#/', '#/nowhere?user_id=ada', '#/__proto__'])('leads from %j to the tokens', (hash) => {
    const { view, params } = parseRoute(hash);
    expect([view, params.toString()]).toEqual(['tokens', '']);
  });
});

describe('routeHref', () => {
  it('leaves out what has no value', () => {
    expect(routeHref('limits', { user_id: 'ada', purpose: '' })).toBe('#/limits?user_id=ada');
    expect(routeHref('tokens', { panel: undefined })).toBe('#/tokens');
  });

  it('is parsed back to what it was made from', () => {
    const user = 'ünï & co?#/';
    expect(parseRoute(routeHref('contacts', { user_id: user })).params.get('user_id')).toBe(user);
  });
});

describe('missingScopes', () => {
  it('requires one of the scopes of a view', () => {
    expect(missingScopes('contacts', (scope) => scope === 'contacts/write')).toBeUndefined();
    expect(missingScopes('contacts', (scope) => scope === 'tokens/read')).toEqual([
      'contacts/read',
      'contacts/write',
    ]);
  });

  it('requires none for a view without scopes', () => {
    expect(missingScopes('faults', () => false)).toBeUndefined();
  });
});
