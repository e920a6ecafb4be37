import { describe, expect, it } from '@jest/globals';
import { keysWithin, readSlot, slotOf } from '../../../../handlers/domain/token/client-groups.ts';
import {
  deliveryGroup,
  groupOfClients,
  isDelivery,
} from '../../../../handlers/domain/token/delivery-slot.ts';

const ID = 'c1b0f6de-0c57-4f6c-9a55-7f0a4a1e2b91';

describe('the slot of a delivery', () => {
  it('is read as it was written, and is nobody else’s', () => {
    const key = { client_group: deliveryGroup('@shop', ID), purpose: 'login' };
    expect(slotOf(key)).toBe(`@shop##${ID}#login`);
    expect(readSlot(slotOf(key))).toEqual(key);
    expect(readSlot('@shop#login')).toEqual({ client_group: '@shop', purpose: 'login' });
    expect([isDelivery(key), isDelivery({ client_group: '@shop' })]).toEqual([true, false]);
    expect([groupOfClients(key), groupOfClients({ client_group: '@shop' })]).toEqual(['@shop', '@shop']);
  });

  it('is among none of the keys by which a person’s tokens are verified or revoked', async () => {
    const whose = { user_id: 'ada', purpose: 'login' };
    const token = { ...whose, client_group: 'shop' };
    const delivery = { ...whose, client_group: deliveryGroup('shop', ID) };
    const find = async () => [token, delivery];
    expect(await keysWithin(whose, { client_group: undefined }, find)).toEqual([token]);
    expect(await keysWithin(whose, { client_group: 'shop' }, find)).toEqual([token]);
  });
});
