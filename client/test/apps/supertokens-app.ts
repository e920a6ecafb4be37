/** A backend with SuperTokens' passwordless recipe, whose codes are Token Courier's. */
import supertokens from 'supertokens-node';
import { CollectingResponse, middleware, PreParsedRequest } from 'supertokens-node/framework/custom';
import Passwordless from 'supertokens-node/recipe/passwordless';
import Session from 'supertokens-node/recipe/session';
import type { CodesClient } from '../../src/client.ts';
import { passwordlessCodes } from '../../src/supertokens.ts';
import { SuperTokensCore } from './supertokens-core.ts';

export interface SuperTokensApp {
  readonly core: SuperTokensCore;
  /** The frontend's request. */
  readonly post: (path: string, body: object) => Promise<Record<string, string>>;
  /** The status of what was typed. */
  readonly consume: Ask;
  readonly check: Ask;
  /** The backend's own call, which makes a code and consumes it. */
  readonly signInUp: (phoneNumber: string) => Promise<string>;
  /** A new device, and the code that the Core made for it. */
  readonly createdCode: (
    phoneNumber: string,
    userContext: Record<string, unknown>,
  ) => Promise<{ readonly device: Record<string, string>; readonly own: string }>;
}

type Ask = (
  device: Record<string, string>,
  code: string,
  userContext?: Record<string, unknown>,
) => Promise<string>;

/** Once in a process, as the library demands. */
export async function startSuperTokensApp(courier: CodesClient): Promise<SuperTokensApp> {
  const core = await SuperTokensCore.start();
  supertokens.init({
    framework: 'custom',
    telemetry: false,
    supertokens: { connectionURI: core.url },
    appInfo: { appName: 'Shop', apiDomain: 'http://localhost:3001', websiteDomain: 'http://localhost:3000' },
    recipeList: [
      Passwordless.init({
        contactMethod: 'PHONE',
        flowType: 'USER_INPUT_CODE',
        ...passwordlessCodes(courier, { request: () => ({ locale: 'en' }) }),
      }),
      Session.init(),
    ],
  });
  const handle = middleware();
  const typed = (device: Record<string, string>, userInputCode: string, userContext = {}) => ({
    preAuthSessionId: device.preAuthSessionId ?? '',
    deviceId: device.deviceId ?? '',
    userInputCode,
    tenantId: 'public',
    userContext,
  });
  return {
    core,
    post: async (path, body) => {
      const request = new PreParsedRequest({
        url: `http://localhost:3001/auth${path}`,
        method: 'post',
        headers: new Headers({ rid: 'passwordless' }),
        cookies: {},
        query: {},
        getJSONBody: async () => body,
        getFormBody: async () => body,
      });
      const response = new CollectingResponse();
      const { error } = await handle(request, response);
      if (error !== undefined) {
        throw error;
      }
      return JSON.parse(response.body ?? '{}');
    },
    consume: async (...asked) => (await Passwordless.consumeCode(typed(...asked))).status,
    check: async (...asked) => (await Passwordless.checkCode(typed(...asked))).status,
    signInUp: async (phoneNumber) =>
      (await Passwordless.signInUp({ phoneNumber, tenantId: 'public' })).status,
    createdCode: async (phoneNumber, userContext) => {
      const created = await Passwordless.createCode({ phoneNumber, tenantId: 'public', userContext });
      if (created.status !== 'OK') {
        throw new Error(created.status);
      }
      const { deviceId, preAuthSessionId, userInputCode: own } = created;
      return { device: { deviceId, preAuthSessionId }, own };
    },
  };
}
