import { expect, it } from '@jest/globals';
import { referTo } from '../../../../handlers/domain/integrations/refer-to.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';

const refer = referTo(deriveKeys('v1', 'a secret'), 'US');

it('is one person however a number is written, so that spellings have no separate limits', () => {
  const [one, ...spellings] = ['+12025550143', '(202) 555-0143', '+1 202-555-0143', '+1٢٠٢5550143'].map(
    refer,
  );
  expect(one).toMatch(/^to-[\w-]{16}$/);
  expect(new Set(spellings)).toEqual(new Set([one]));
  expect(refer('+12025550144')).not.toBe(one);
});

it('is another person for each address, and for each text that is no number', () => {
  const others = ['ada@example.com', 'bob@example.com', 'x', 'y'].map(refer);
  expect(new Set(others).size).toBe(4);
});
