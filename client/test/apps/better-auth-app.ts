/** A backend with better-auth, whose codes are Token Courier's. */
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { phoneNumber } from 'better-auth/plugins/phone-number';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { phoneNumberCodes, twoFactorCodes } from '../../src/better-auth/index.ts';
import type { TokenCourierClient } from '../../src/client.ts';

const ORIGIN = 'http://localhost:3000';

export interface AppAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the response that it expects
  readonly json: any;
}

export class BetterAuthApp {
  readonly #auth: { readonly handler: (request: Request) => Promise<Response> };
  /** The tables, by name. */
  readonly tables: Record<string, Record<string, unknown>[]> = {
    user: [],
    session: [],
    account: [],
    verification: [],
    twoFactor: [],
  };

  constructor(courier: TokenCourierClient, secondFactorNumber: string) {
    this.#auth = betterAuth({
      baseURL: ORIGIN,
      secret: 'a secret of this test, long enough',
      database: memoryAdapter(this.tables),
      emailAndPassword: { enabled: true },
      rateLimit: { enabled: false },
      telemetry: { enabled: false },
      logger: { disabled: true },
      plugins: [
        phoneNumber({
          ...phoneNumberCodes(courier, { request: () => ({ locale: 'en' }) }),
          signUpOnVerification: { getTempEmail: (number) => `${number.slice(1)}@phone.example` },
        }),
        twoFactor({
          otpOptions: twoFactorCodes(courier, { request: () => ({ phone_number: secondFactorNumber }) }),
        }),
      ],
    });
  }

  /** A separate browser: keeps its cookies. */
  browser() {
    const cookies = new Map<string, string>();
    return async (path: string, body: object): Promise<AppAnswer> => {
      const response = await this.#auth.handler(
        new Request(`${ORIGIN}/api/auth${path}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            origin: ORIGIN,
            cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          },
          body: JSON.stringify(body),
        }),
      );
      for (const each of response.headers.getSetCookie()) {
        const [pair = ''] = each.split(';');
        const [name = '', ...value] = pair.split('=');
        cookies.set(name, value.join('='));
      }
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        json: text === '' ? undefined : JSON.parse(text),
      };
    };
  }
}
