import { describe, expect, it } from '@jest/globals';
import { IDS_OUT_OF_REACH } from '../../../handlers/contract/fields.ts';
import { ROUTE_KEYS, wordsAmongIds } from '../../../handlers/contract/route-keys.ts';
import { ROUTES } from '../../../handlers/contract/routes.ts';

describe('the keys of routes', () => {
  it('are those of the table of routes', () => {
    const keys = Object.entries(ROUTES).map(([name, { method, path }]) => [name, { method, path }]);
    expect(Object.fromEntries(keys)).toEqual(ROUTE_KEYS);
  });

  it('are all different', () => {
    const keys = Object.values(ROUTE_KEYS).map(({ method, path }) => `${method} ${path}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('wordsAmongIds', () => {
  it('finds each word that stands in a path where another has a user ID', () => {
    const paths = ['/a', '/a/{user_id}', '/a/{user_id}/b', '/a/c', '/a/c/d', '/a/e/f', '/g/h'] as const;
    expect(wordsAmongIds(paths.map((path) => ({ path })))).toEqual(['c', 'e']);
  });
});

it('no person has an ID that is a word in a path', () => {
  expect(IDS_OUT_OF_REACH).toEqual(['verify', '.', '..']);
});
