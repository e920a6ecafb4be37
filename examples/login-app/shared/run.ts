/** Serves an app with what its environment says. */
import { randomBytes } from 'node:crypto';
import { accounts } from './accounts.ts';
import type { AppParts } from './app-parts.ts';
import { createSignatures } from './cookies.ts';
import type { Routes } from './serve.ts';
import { serve } from './serve.ts';

const DEFAULT_PORT = '4653';
const SECRET_BYTES = 32;

/**
 * Serves the app and prints its address. Environment:
 *
 * - APP_PORT: default 4653; 0 picks a free one
 * - APP_ORIGIN: where people reach the app, if that is not this machine, such as https://login.example.com
 * - APP_SECRET: signs the cookies. Without it, everyone is signed out when the app restarts
 */
export async function run(app: (parts: AppParts) => Routes, environment = process.env): Promise<void> {
  const { APP_PORT = DEFAULT_PORT, APP_ORIGIN, APP_SECRET } = environment;
  const secret = APP_SECRET ?? randomBytes(SECRET_BYTES).toString('base64url');
  const nowMs = Date.now;
  try {
    const { url } = await serve({
      port: Number(APP_PORT),
      origin: APP_ORIGIN,
      routes: (origin) =>
        app({
          signatures: createSignatures({ secret, isSecure: origin.startsWith('https:'), nowMs }),
          accounts,
          nowMs,
        }),
    });
    console.log(`Sign-in app: ${url}/`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
      throw error;
    }
    console.error(
      `Port ${APP_PORT} is in use. Free it, or set APP_PORT to another port (0 picks a free one).`,
    );
    process.exitCode = 1;
  }
}
