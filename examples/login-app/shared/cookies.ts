/**
 * Cookies that people can read, but not change: each value is signed (HMAC-SHA-256), together with the
 * cookie's name and its end. Scripts cannot read them, and other sites cannot send them with a form.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const MILLISECONDS = 1000;

export interface CookieSettings {
  /** Whoever knows it can sign in as anyone. */
  readonly secret: string;
  /** Whether people reach the app by https. */
  readonly isSecure: boolean;
  readonly nowMs: () => number;
}

/** A request's header `Cookie`. */
export type CookieHeader = string | undefined;

interface SignedCookie<Value> {
  /** Undefined when there is none, it has ended, or somebody changed it. */
  read(header: CookieHeader): Value | undefined;
  /** A header `Set-Cookie`. The cookie ends at `untilMs`, also for somebody who kept a copy. */
  set(value: Value, untilMs: number): string;
  /** A header `Set-Cookie` that removes the cookie from the browser. */
  clear(): string;
}

export interface Signatures {
  /** The parts' signature, in base64url; other parts, or the same ones split differently, give another. */
  sign(...parts: readonly string[]): string;
  cookie<Value>(name: string): SignedCookie<Value>;
}

export function createSignatures({ secret, isSecure, nowMs }: CookieSettings): Signatures {
  const sign = (...parts: readonly string[]): string =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');

  return {
    sign,
    cookie<Value>(shortName: string): SignedCookie<Value> {
      // With this prefix, browsers refuse the cookie from another host or a subdomain (RFC 6265bis, 4.1.3.2).
      const name = isSecure ? `__Host-${shortName}` : shortName;
      const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
      return {
        read(header) {
          const [payload = '', signature = ''] = textOf(header, name).split('.');
          if (!isSame(signature, sign('cookie', name, payload))) {
            return undefined;
          }
          const { value, untilMs } = JSON.parse(Buffer.from(payload, 'base64url').toString());
          return nowMs() < untilMs ? (value as Value) : undefined;
        },
        set(value, untilMs) {
          const payload = Buffer.from(JSON.stringify({ value, untilMs })).toString('base64url');
          const age = Math.ceil((untilMs - nowMs()) / MILLISECONDS);
          return `${name}=${payload}.${sign('cookie', name, payload)}; Max-Age=${age}; ${attributes}`;
        },
        clear: () => `${name}=; Max-Age=0; ${attributes}`,
      };
    },
  };
}

function textOf(header: CookieHeader, name: string): string {
  const cookie = header?.split(/; */).find((each) => each.startsWith(`${name}=`));
  return cookie?.slice(name.length + 1) ?? '';
}

/** Compares in a time that does not tell how much of a guess is right. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
