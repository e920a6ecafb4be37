/** A backend with SuperTokens' passwordless recipe, whose codes are Token Courier's. */
import supertokens from 'supertokens-node';
import { CollectingResponse, middleware, PreParsedRequest } from 'supertokens-node/framework/custom';
import Passwordless from 'supertokens-node/recipe/passwordless';
import Session from 'supertokens-node/recipe/session';
import type { TokenCourierClient } from '../../src/client.ts';
import { passwordlessCodes } from '../../src/supertokens.ts';
import { SuperTokensCore } from './supertokens-core.ts';

export interface SuperTokensApp {
  readonly core: SuperTokensCore;
  /** The frontend's request. */
  readonly post: (path: string, body: object) => Promise<Record<string, string>>;
  /** The status of what was typed. */
  readonly consume: Ask;
  readonly check: Ask;
}

type Ask = (
  device: Record<string, string>,
  code: string,
  userContext?: Record<string, unknown>,
) => Promise<string>;

/** Once in a process, as the library demands. */
export async function startSuperTokensApp(courier: TokenCourierClient): Promise<SuperTokensApp> {
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
  };
}
