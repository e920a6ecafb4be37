/** SuperTokens' own package; the whole path is in test/e2e/client.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CodesClient } from '../src/client.ts';
import type { SuperTokensApp } from './apps/supertokens-app.ts';
import { startSuperTokensApp } from './apps/supertokens-app.ts';

describe("SuperTokens' passwordless recipe", () => {
  const number = '+4915123457040';
  const asked: string[] = [];
  const courier: CodesClient = {
    issueToken: () => Promise.reject(new Error('Nothing is to be sent')),
    verifyToken: async ({ token }) => {
      asked.push(token);
      return { verified: false, reason: 'not_found', attempts_remaining: 0 };
    },
    userIdFor: async (destination) => destination,
  };
  let app: SuperTokensApp;
  beforeAll(async () => {
    app = await startSuperTokensApp(courier);
  });
  afterAll(() => app?.core.stop());

  it('lets the backend sign somebody in by itself, by a code that the Core made for it', async () => {
    expect(await app.signInUp(number)).toBe('OK');
    expect(asked).toEqual([]);
  });

  it("takes the Core's own code from nobody else", async () => {
    const userContext = {};
    const { device, own } = await app.createdCode(number, userContext);
    expect(await app.consume(device, own)).toBe('INCORRECT_USER_INPUT_CODE_ERROR');
    // In one context too, there is one try.
    expect(await app.consume(device, '123456', userContext)).toBe('INCORRECT_USER_INPUT_CODE_ERROR');
    expect(await app.consume(device, own, userContext)).toBe('INCORRECT_USER_INPUT_CODE_ERROR');
    expect(asked).toEqual([own, '123456', own]);
  });
});
