/** Serves the finished login app of examples/ for tests, with people of their own and a clock that can be set. */
import type { Server } from 'node:http';
import { createApp } from '../../examples/login-app/finished/app.ts';
import type { Courier } from '../../examples/login-app/finished/send-code.ts';
import type { Account } from '../../examples/login-app/shared/accounts.ts';
import { createSignatures } from '../../examples/login-app/shared/cookies.ts';
import { serve } from '../../examples/login-app/shared/serve.ts';

export const PASSWORD = 'the right password';

export interface LoginApp {
  readonly url: string;
  /** How far the app's clock is ahead. */
  aheadMs: number;
  close(): Promise<void>;
}

/** Everyone has the same password. */
export async function startLoginApp(courier: Courier, people: readonly Account[]): Promise<LoginApp> {
  let aheadMs = 0;
  const nowMs = () => Date.now() + aheadMs;
  const find = (userId: string) => people.find((each) => each.userId === userId);
  const signatures = createSignatures({ secret: 'of this test', isSecure: false, nowMs });
  const accounts = {
    find,
    signIn: async (userId: string, password: string) => (password === PASSWORD ? find(userId) : undefined),
  };
  const { server, url } = await serve({
    port: 0,
    routes: () => createApp({ signatures, accounts, nowMs }, courier),
  });
  return {
    url,
    get aheadMs() {
      return aheadMs;
    },
    set aheadMs(ms) {
      aheadMs = ms;
    },
    close: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
