import { describe, expect, it } from '@jest/globals';
import { postWebhook, publicLookup } from '../../../../handlers/adapters/https/webhook-post.ts';

const lookUp = (host: string, all = false) =>
  new Promise((resolve) => {
    publicLookup(host, { all }, (error, address, family) => resolve({ code: error?.code, address, family }));
  });

describe('the look-up of a receiver', () => {
  it('refuses a name that leads to this machine', async () => {
    expect(await lookUp('localhost')).toMatchObject({ code: 'ENOTPUBLIC' });
    expect(await lookUp('localhost', true)).toMatchObject({ code: 'ENOTPUBLIC', address: [] });
  });

  it('refuses addresses of the inside that are written as a name', async () => {
    expect(await lookUp('169.254.169.254')).toMatchObject({ code: 'ENOTPUBLIC' });
    expect(await lookUp('10.0.0.1', true)).toMatchObject({ code: 'ENOTPUBLIC' });
  });

  it('gives public addresses in the form that was asked for', async () => {
    expect(await lookUp('8.8.8.8')).toEqual({ code: undefined, address: '8.8.8.8', family: 4 });
    expect(await lookUp('8.8.8.8', true)).toMatchObject({ address: [{ address: '8.8.8.8', family: 4 }] });
  });
});

describe('a webhook', () => {
  it('reaches nobody inside, and says that the receiver is unreachable', async () => {
    const message = { body: '{}', headers: { 'webhook-id': '1' } };
    expect(await postWebhook('https://localhost/', message)).toEqual({ failure: 'unreachable' });
  });
});
