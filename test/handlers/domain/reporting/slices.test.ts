import { describe, expect, it } from '@jest/globals';
import { slicesIn, valuesOf } from '../../../../handlers/domain/reporting/slices.ts';

const COUNTED = { metricsBy: ['country', 'client'] as const, countedCountries: { '91': 'IN', '1': 'CA,US' } };
const OFF = { metricsBy: [] as const, countedCountries: {} };
const A_TEXT = { channel: 'sms', destination_masked: '+91••••••4321', client_group: '@shop' } as const;

describe('slices', () => {
  it('are the channel, the country of the calling code and the name of the group', () => {
    expect(slicesIn(COUNTED)(A_TEXT)).toEqual({ channel: 'sms', country: 'IN', client_group: 'shop' });
    expect(slicesIn(COUNTED)({ ...A_TEXT, destination_masked: '+1••••••0143' })).toMatchObject({
      country: 'CA,US',
    });
  });

  it('are the channel alone where nothing else is counted', () => {
    expect(slicesIn(OFF)(A_TEXT)).toEqual({ channel: 'sms' });
  });

  it('have no country for an email, and put countries that are not listed together', () => {
    const email = {
      channel: 'email',
      destination_masked: 'a•••@example.com',
      client_group: '@shop',
    } as const;
    expect(slicesIn(COUNTED)(email)).toEqual({ channel: 'email', client_group: 'shop' });
    expect(slicesIn(COUNTED)({ ...A_TEXT, destination_masked: '+49•••••••6801' })).toMatchObject({
      country: '_other',
    });
  });

  it('put every client without a group together: its id is no value', () => {
    expect(slicesIn(COUNTED)({ ...A_TEXT, client_group: '7abc' })).toMatchObject({ client_group: '_other' });
  });
});

describe('the values that are counted', () => {
  it('come from the configuration', () => {
    const settings = { ...COUNTED, clientGroups: { shop: ['a'], bank: ['b'] } };
    expect(valuesOf('channel', settings)).toEqual(['sms', 'email']);
    expect(valuesOf('country', settings)).toEqual(['CA,US', 'IN', '_other']);
    expect(valuesOf('client_group', settings)).toEqual(['bank', 'shop', '_other']);
  });

  it('are undefined for what is not counted', () => {
    const settings = { ...OFF, clientGroups: { shop: ['a'] } };
    expect([valuesOf('country', settings), valuesOf('client_group', settings)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
