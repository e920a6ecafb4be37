import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CLIENT_SCOPES } from '../../../handlers/contract/roles.ts';
import { ROUTES } from '../../../handlers/contract/routes.ts';

const page = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');

describe("the stack's clients for machines", () => {
  it.each(Object.entries(CLIENT_SCOPES))('are in docs/api.md: %s with its scopes', (client, scopes) => {
    expect(page).toContain(`| \`${client}\` | ${scopes.map((scope) => `\`${scope}\``).join(', ')} |`);
  });

  it('can neither redirect a code that they request nor request one for what they enrol', () => {
    expect(CLIENT_SCOPES).toEqual({
      'auth-system': ['tokens/issue', 'tokens/verify', 'tokens/revoke', 'tokens/deliver'],
      enrolment: ['contacts/read', 'contacts/write'],
      canary: ['tokens/issue', 'tokens/verify'],
    });
  });
});

describe('what operators do during an attack, and look up after one', () => {
  it.each([
    ['putPrefixRule', 'limits/override'],
    ['raiseBudget', 'limits/override'],
    ['resumePrefix', 'limits/write'],
    ['findOptOut', 'limits/write'],
    ['searchActivity', 'activity/read'],
    ['listExecutions', 'tokens/read'],
    ['traceExecution', 'tokens/read'],
  ] as const)('takes a scope: %s %s', (route, scope) => {
    expect(ROUTES[route].scope).toBe(scope);
  });
});
