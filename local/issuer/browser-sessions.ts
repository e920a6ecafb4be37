/**
 * The issuer's own sessions with browsers, as Cognito's sign-in pages have them: a cookie that is valid for an hour
 * and starts again with each sign-in. While it lives, nobody has to sign in again; signing out deletes it.
 * https://repost.aws/knowledge-center/cognito-logout-endpoint-globalsignoutapi
 */
import { randomUUID } from 'node:crypto';

const COOKIE = 'cognito';
const SESSION_SECONDS = 3_600;

interface Session {
  readonly username: string;
  readonly endsAtMs: number;
}

export interface BrowserSessions {
  /** Who is signed in in the browser that sent these cookies. */
  readonly find: (cookies: string) => string | undefined;
  /** Returns the value of Set-Cookie. */
  readonly start: (username: string) => string;
  /** The same. */
  readonly end: (cookies: string) => string;
}

export function createBrowserSessions(now: () => number = Date.now): BrowserSessions {
  const sessions = new Map<string, Session>();
  return {
    find(cookies) {
      const session = sessions.get(idIn(cookies));
      return session && session.endsAtMs > now() ? session.username : undefined;
    },
    start(username) {
      const id = randomUUID();
      sessions.set(id, { username, endsAtMs: now() + SESSION_SECONDS * 1_000 });
      return cookie(id, SESSION_SECONDS);
    },
    end(cookies) {
      sessions.delete(idIn(cookies));
      return cookie('', 0);
    },
  };
}

/** Sent when the browser is led here from the page, as all sign-ins are. */
const cookie = (value: string, seconds: number): string =>
  `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;

const idIn = (cookies: string): string =>
  cookies
    .split(/;\s*/)
    .map((pair) => pair.split('='))
    .find(([name]) => name === COOKIE)?.[1] ?? '';
