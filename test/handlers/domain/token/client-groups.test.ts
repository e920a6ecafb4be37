import { describe, expect, it } from '@jest/globals';
import {
  keysWithin,
  reachOf,
  readClients,
  readSlot,
  slotOf,
} from '../../../../handlers/domain/token/client-groups.ts';
import { aToken } from '../../fixtures.ts';

const clients = readClients(
  { shop: ['shop-web', 'auth-system'], bank: ['bank-web'] },
  { page: 'page-id', 'auth-system': 'auth-id', enrolment: 'enrolment-id' },
);

describe('the client group', () => {
  it.each([
    ['of a member', 'shop-web', '@shop'],
    ['of a client of the stack that is a member by its name', 'auth-id', '@shop'],
    ['of a member of another group', 'bank-web', '@bank'],
    ['of a client in no group, itself', 'other', 'other'],
    ['of a client named like a group, itself', 'shop', 'shop'],
    ['of a client named like a client of the stack, itself', 'auth-system', 'auth-system'],
    ['of a client named like a property of every object, itself', 'constructor', 'constructor'],
    ['of the page, itself', 'page-id', 'page-id'],
  ])('%s', (_, client, group) => {
    expect(clients.groupOf(client)).toBe(group);
  });

  it('treats only the page as an operator', () => {
    expect(['page-id', 'page', 'auth-id', '', 'shop-web'].map(clients.isOperator)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(readClients({}, {}).isOperator('')).toBe(false);
  });

  it("knows the canary by the id of the stack's client alone", () => {
    const { isCanary } = readClients({}, { page: 'page-id', canary: 'canary-id' });
    expect(['canary-id', 'canary', 'page-id', ''].map(isCanary)).toEqual([true, false, false, false]);
    expect(readClients({}, {}).isCanary('')).toBe(false);
  });
});

describe('the key of a token', () => {
  it.each([
    ['shop', 'login'],
    ['@shop', 'a:b.c-d_e'],
    ['a+b', 'login'],
  ])('of %s and %s is read as it was written', (client_group, purpose) => {
    expect(readSlot(slotOf({ client_group, purpose }))).toEqual({ client_group, purpose });
  });
});

describe('what a caller reaches', () => {
  const whose = { user_id: 'ada', purpose: 'login' };
  const all = ['@shop', 'other'].map((client_group) => aToken({ ...whose, client_group }));
  const reached = async (client: string, asked?: string) => {
    const elsewhere = aToken({ ...whose, purpose: 'payment', client_group: '@shop' });
    const keys = await keysWithin(whose, reachOf(client, asked, clients), async () => [...all, elsewhere]);
    return keys.map(({ client_group, purpose }) => `${client_group} ${purpose}`);
  };

  it.each([
    ['its own token, for a client', 'shop-web', undefined, ['@shop login']],
    ['its own token, for a client that names its group', 'auth-id', '@shop', ['@shop login']],
    ['nothing, for a client that names another group', 'shop-web', 'other', []],
    ['every token for the purpose, for an operator', 'page-id', undefined, ['@shop login', 'other login']],
    ['the token of a group, for an operator who names it', 'page-id', 'other', ['other login']],
  ])('is %s', async (_, client, asked, expected) => {
    expect(await reached(client, asked)).toEqual(expected);
  });
});
