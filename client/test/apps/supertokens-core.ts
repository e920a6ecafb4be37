/**
 * Stands in for SuperTokens' Core, a Java service: what its driver interface 5.4 says about passwordless codes.
 * https://supertokens.com/docs/cdi
 */
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const CDI_VERSION = '5.4';
const MOST_ATTEMPTS = 5;
const CODE_LIFETIME_MS = 900_000;

interface Device {
  readonly preAuthSessionId: string;
  readonly phoneNumber: string;
  /** By value. The Core makes six digits unless it is given something else. */
  readonly codes: Map<string, { readonly codeId: string; readonly timeCreated: number }>;
  failedCodeInputAttemptCount: number;
}

type Body = Readonly<Record<string, string>>;

export class SuperTokensCore {
  readonly #devices = new Map<string, Device>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://core');
      const body = await text(request);
      const answer = this.#answer(url, body === '' ? {} : JSON.parse(body));
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? {}));
    });
  }

  static async start(): Promise<SuperTokensCore> {
    const core = new SuperTokensCore();
    core.#server.listen(0, '127.0.0.1');
    await once(core.#server, 'listening');
    return core;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The codes that the Core itself made, which nobody is sent. */
  ownCodes(): string[] {
    return [...this.#devices.values()].flatMap(({ codes }) =>
      [...codes.keys()].filter((code) => /^\d{6}$/.test(code)),
    );
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer({ pathname, searchParams }: URL, body: Body): object | undefined {
    switch (pathname.replace(/^\/public/, '').replace(/^\/appid-public/, '')) {
      case '/apiversion':
        return { versions: [CDI_VERSION] };
      case '/users/by-accountinfo':
        return { status: 'OK', users: [] };
      case '/recipe/multitenancy/tenant/v2':
        return { status: 'OK', tenantId: 'public', thirdParty: { providers: [] }, coreConfig: {} };
      case '/recipe/signinup/code':
        return this.#create(body);
      case '/recipe/signinup/codes':
        return { status: 'OK', devices: this.#list(searchParams) };
      case '/recipe/signinup/code/check':
        return this.#check(body, false);
      case '/recipe/signinup/code/consume':
        return this.#check(body, true);
      default:
        return undefined;
    }
  }

  #create({ phoneNumber, deviceId = randomUUID(), userInputCode = `${randomInt(100_000, 999_999)}` }: Body) {
    const device = this.#devices.get(deviceId) ?? {
      preAuthSessionId: randomUUID(),
      phoneNumber: phoneNumber ?? '',
      codes: new Map(),
      failedCodeInputAttemptCount: 0,
    };
    if (device.phoneNumber === '') {
      return { status: 'RESTART_FLOW_ERROR' };
    }
    if (device.codes.has(userInputCode)) {
      return { status: 'USER_INPUT_CODE_ALREADY_USED_ERROR' };
    }
    const codeId = randomUUID();
    device.codes.set(userInputCode, { codeId, timeCreated: Date.now() });
    this.#devices.set(deviceId, device);
    const { preAuthSessionId } = device;
    return {
      status: 'OK',
      preAuthSessionId,
      codeId,
      deviceId,
      userInputCode,
      linkCode: randomUUID(),
      codeLifetime: CODE_LIFETIME_MS,
      timeCreated: Date.now(),
    };
  }

  #list(query: URLSearchParams) {
    return [...this.#devices]
      .filter(
        ([id, { preAuthSessionId }]) =>
          id === query.get('deviceId') || preAuthSessionId === query.get('preAuthSessionId'),
      )
      .map(([, { codes, ...device }]) => ({
        ...device,
        codes: [...codes.values()].map((code) => ({ ...code, codeLifetime: CODE_LIFETIME_MS })),
      }));
  }

  #check({ deviceId = '', preAuthSessionId, userInputCode = '' }: Body, consumes: boolean) {
    const device = this.#devices.get(deviceId);
    if (device === undefined) {
      return { status: 'RESTART_FLOW_ERROR' };
    }
    if (device.preAuthSessionId !== preAuthSessionId) {
      return undefined;
    }
    if (!device.codes.has(userInputCode)) {
      device.failedCodeInputAttemptCount += 1;
      const { failedCodeInputAttemptCount } = device;
      if (failedCodeInputAttemptCount > MOST_ATTEMPTS) {
        this.#devices.delete(deviceId);
        return { status: 'RESTART_FLOW_ERROR' };
      }
      return {
        status: 'INCORRECT_USER_INPUT_CODE_ERROR',
        failedCodeInputAttemptCount,
        maximumCodeInputAttempts: MOST_ATTEMPTS,
      };
    }
    if (consumes) {
      this.#devices.delete(deviceId);
    }
    const { codes, ...consumedDevice } = device;
    const user = userOf(device.phoneNumber);
    return {
      status: 'OK',
      consumedDevice,
      ...(consumes && { createdNewUser: true, user, recipeUserId: user.id }),
    };
  }
}

function userOf(phoneNumber: string) {
  const id = randomUUID();
  const common = { tenantIds: ['public'], timeJoined: Date.now() };
  return {
    ...common,
    id,
    isPrimaryUser: false,
    emails: [],
    phoneNumbers: [phoneNumber],
    thirdParty: [],
    webauthn: { credentialIds: [] },
    loginMethods: [{ ...common, recipeId: 'passwordless', recipeUserId: id, phoneNumber, verified: true }],
  };
}
