import { describe, expect, it } from '@jest/globals';
import { accounts } from '../../../examples/login-app/shared/accounts.ts';

describe('the accounts of the login app', () => {
  it('are signed in to with their own passwords', async () => {
    const ada = await accounts.signIn('ada.lovelace', 'correct horse battery staple');
    expect(ada).toMatchObject({ name: 'Ada Lovelace', phoneNumber: '+12025550143' });
    expect(await accounts.signIn('grace.hopper', 'lighthouse in the morning mist')).toMatchObject({
      name: 'Grace Hopper',
    });
    expect(await accounts.signIn('grace.hopper', 'correct horse battery staple')).toBeUndefined();
    expect(await accounts.signIn('ada.lovelace', '')).toBeUndefined();
  });

  it('cost as much to guess where there is none', async () => {
    // The password of the hash that unknown user names are compared with.
    expect(await accounts.signIn('nobody', 'nobody has this password')).toBeUndefined();
  });
});
