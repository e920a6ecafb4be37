import { describe, expect, it } from '@jest/globals';
import { settingsOf } from '../../../examples/login-app/shared/run.ts';

describe("the sign-in app's environment", () => {
  it('needs nothing: the port is the usual one, and the secret a random one', () => {
    const { port, secret } = settingsOf({});
    expect(port).toBe(4653);
    expect(secret).toHaveLength(43);
    expect(settingsOf({}).secret).not.toBe(secret);
  });

  it.each(['', 'a'.repeat(31)])('is refused with a secret that anybody could try out: "%s"', (APP_SECRET) => {
    expect(() => settingsOf({ APP_SECRET })).toThrow('APP_SECRET must have at least 32 characters');
    expect(settingsOf({ APP_SECRET: 'a'.repeat(32) }).secret).toBe('a'.repeat(32));
  });

  it.each(['abc', '', '-1', '1.5', '65536'])('is refused with "%s" for a port', (APP_PORT) => {
    expect(() => settingsOf({ APP_PORT })).toThrow('APP_PORT must be a whole number from 0 to 65535');
  });

  it.each(['0', '65535'])('may have the port %s', (APP_PORT) => {
    expect(settingsOf({ APP_PORT }).port).toBe(Number(APP_PORT));
  });
});
