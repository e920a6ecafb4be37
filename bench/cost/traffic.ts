/** One code after the other: issued by SMS to somebody new, and verified. The dearest of the usual requests. */

import type { LocalRuntime } from '../../local/start-local.ts';
import { accessToken } from '../access-token.ts';

export interface Exchange {
  /** The route, as the access log names it. */
  readonly route: string;
  readonly status: number;
  /** Status line, headers and body of the answer. */
  readonly bytes: number;
}

/** Numbers of Germany's mobile networks that nobody has: no country prefix of the guard gets all of them. */
const numberOf = (index: number): string => `+4915${String(100_000_000 + index * 7_919)}`;

/** Resolves to a function that has one more code issued and verified. */
export async function createTraffic(runtime: LocalRuntime): Promise<(index: number) => Promise<Exchange[]>> {
  const authorization = `Bearer ${await accessToken(runtime.issuerUrl)}`;
  const call = async (route: string, body: object): Promise<Exchange & { readonly text: string }> => {
    const response = await fetch(`${runtime.apiUrl}${route}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok || text.includes('"verified":false')) {
      throw new Error(`POST ${route}: ${response.status} ${text}`);
    }
    const head = [...response.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const bytes = Buffer.byteLength(`HTTP/1.1 ${response.status}\r\n${head}\r\n${text}`);
    return { route, status: response.status, bytes, text };
  };
  return async (index) => {
    const user_id = `user-${100_000 + index}`;
    const phone_number = numberOf(index);
    const issued = await call('/tokens', { user_id, phone_number, channel: 'sms' });
    const message = runtime.aws.messages.list().find(({ to }) => to === phone_number);
    const token = /\b\d{6}\b/.exec(message?.body ?? '')?.[0];
    const verified = await call('/tokens/verify', { user_id, token });
    return [issued, verified];
  };
}
