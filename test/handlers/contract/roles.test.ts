import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CLIENT_SCOPES } from '../../../handlers/contract/roles.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

describe("the stack's clients for machines", () => {
  it.each(Object.entries(CLIENT_SCOPES))('are in README.md: %s with its scopes', (client, scopes) => {
    expect(readme).toContain(`| \`${client}\` | ${scopes.map((scope) => `\`${scope}\``).join(', ')} |`);
  });

  it('can neither redirect a code that they request nor request one for what they enrol', () => {
    expect(CLIENT_SCOPES).toEqual({
      'auth-system': ['tokens/issue', 'tokens/verify', 'tokens/revoke', 'tokens/deliver'],
      enrolment: ['contacts/read', 'contacts/write'],
    });
  });
});
