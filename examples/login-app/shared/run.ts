/** Serves an app with what its environment says. */
import { randomBytes } from 'node:crypto';
import { accounts } from './accounts.ts';
import type { AppParts } from './app-parts.ts';
import { createSignatures } from './cookies.ts';
import type { Routes } from './serve.ts';
import { serve } from './serve.ts';

const DEFAULT_PORT = '4653';
const MAX_PORT = 65_535;
const SECRET_BYTES = 32;
/** Of a given secret: as many as a random one of 24 bytes has in base64. */
const MIN_SECRET_CHARACTERS = 32;

/** @throws {Error} naming the variable and the rule that it breaks */
export function settingsOf({ APP_PORT = DEFAULT_PORT, APP_ORIGIN, APP_SECRET }: NodeJS.ProcessEnv) {
  if (!/^\d+$/.test(APP_PORT) || Number(APP_PORT) > MAX_PORT) {
    throw new Error(`APP_PORT must be a whole number from 0 to ${MAX_PORT}`);
  }
  // With an empty or a short one, anybody could sign a cookie.
  if (APP_SECRET !== undefined && APP_SECRET.length < MIN_SECRET_CHARACTERS) {
    throw new Error(`APP_SECRET must have at least ${MIN_SECRET_CHARACTERS} characters`);
  }
  return {
    port: Number(APP_PORT),
    origin: APP_ORIGIN,
    secret: APP_SECRET ?? randomBytes(SECRET_BYTES).toString('base64url'),
  };
}

/**
 * Serves the app and prints its address. Environment:
 *
 * - APP_PORT: default 4653; 0 picks a free one
 * - APP_ORIGIN: where people reach the app, if that is not this machine, such as https://login.example.com
 * - APP_SECRET: signs the cookies; a random text of at least 32 characters. Without it, everyone is signed out when
 *   the app restarts
 */
export async function run(app: (parts: AppParts) => Routes, environment = process.env): Promise<void> {
  const nowMs = Date.now;
  const stop = (why: string): void => {
    console.error(why);
    process.exitCode = 1;
  };
  let settings: ReturnType<typeof settingsOf>;
  try {
    settings = settingsOf(environment);
  } catch (error) {
    return stop((error as Error).message);
  }
  const { port, secret } = settings;
  try {
    const { url } = await serve({
      port,
      origin: settings.origin,
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
    stop(`Port ${port} is in use. Free it, or set APP_PORT to another port (0 picks a free one).`);
  }
}
