/** A call of a gateway's hook, as the frame hands it over. */
import type { HookCall } from '../../../../../handlers/domain/integrations/hook.ts';

/** 2026-01-01T00:00:00Z */
export const NOW_MS = 1_767_225_600_000;

export const SECRET = 'sg7Xb2eQ0vZp4LkT';

export const aCall = (body: unknown, headers: HookCall['headers'] = {}): HookCall => ({
  headers: { 'content-type': 'application/json', ...headers },
  rawBody: typeof body === 'string' ? body : JSON.stringify(body),
  nowMs: NOW_MS,
});

/** In place of the digest that the frame gives a person whom the system does not name. */
export const refer = (destination: string): string => `to-${destination.length}`;

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
