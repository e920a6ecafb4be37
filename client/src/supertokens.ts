/**
 * For SuperTokens' passwordless recipe: codes that Token Courier makes, sends and verifies.
 *
 * SuperTokens' Core makes and compares codes itself; nobody is sent those. Its `sendSms` asks Token Courier to
 * send its own. Where the recipe checks or consumes what was typed, Token Courier says whether it is right.
 * Only then is the Core given a new code for the same device, which it consumes at once. A wrong one is passed to
 * the Core as wrong, so that its attempts count. Devices, sessions and account linking stay as they are.
 * Magic links and emails are left to SuperTokens.
 * https://supertokens.com/docs/passwordless/introduction, "override"
 */
import type { RecipeInterface, TypeInput } from 'supertokens-node/recipe/passwordless/types';
import { checkCode } from './check-code.ts';
import type { CodesClient } from './client.ts';
import type { IssueTokenBody } from './contract.ts';
import { isProblem } from './errors.ts';

type Sms = Parameters<NonNullable<NonNullable<TypeInput['smsDelivery']>['service']>['sendSms']>[0];
type Extra = Omit<Partial<IssueTokenBody>, 'user_id' | 'purpose' | 'phone_number' | 'context'>;

export interface PasswordlessCodesOptions {
  /** Adds to each request for a code, such as `locale` and `limit_keys`. */
  readonly request?: (sms: Sms) => Extra | Promise<Extra>;
}

type Input = Parameters<RecipeInterface['consumeCode']>[0] | Parameters<RecipeInterface['checkCode']>[0];
type TypedCode = Extract<Input, { userInputCode: string }>;

const PURPOSE = 'passwordless';

/** Which code of which device. */
const nameOf = ({
  preAuthSessionId,
  userInputCode,
}: Pick<TypedCode, 'preAuthSessionId' | 'userInputCode'>): string => `${preAuthSessionId} ${userInputCode}`;

/** Spread it into the options of `Passwordless.init()`. */
export function passwordlessCodes(
  courier: CodesClient,
  { request }: PasswordlessCodesOptions = {},
): Required<Pick<TypeInput, 'smsDelivery' | 'override'>> {
  const sendSms = async (sms: Sms): Promise<void> => {
    await courier.issueToken({
      ...(await request?.(sms)),
      user_id: await courier.userIdFor(sms.phoneNumber),
      purpose: PURPOSE,
      phone_number: sms.phoneNumber,
    });
  };
  return {
    smsDelivery: { service: { sendSms } },
    override: { functions: (original) => withCourier(original, courier), apis: withMessages },
  };
}

function withCourier(core: RecipeInterface, courier: CodesClient): RecipeInterface {
  /** The answer about a code that the recipe checks before it consumes it, in one request of the person's. */
  const checked = new WeakMap<object, { readonly name: string; readonly answer: Promise<boolean> }>();

  /** The code that the Core made in one request of the backend's, which consumes it itself in `signInUp()`. */
  const made = new WeakMap<object, string>();

  const ask = async (phoneNumber: string, token: string): Promise<boolean> => {
    const user_id = await courier.userIdFor(phoneNumber);
    return checkCode(courier, { user_id, purpose: PURPOSE, phone_number: phoneNumber, token });
  };

  /** The code to tell the Core: a new one of the device where the typed one is right, and else a wrong one. */
  const codeForCore = async <T extends TypedCode>(input: T, isLast: boolean): Promise<T> => {
    const { preAuthSessionId, deviceId, tenantId, userContext } = input;
    const name = nameOf(input);
    const own = made.get(userContext);
    // Once only: the code has six digits, and a program may use one context for several requests.
    made.delete(userContext);
    if (own === name) {
      return input;
    }
    const device = await core.listCodesByPreAuthSessionId({ preAuthSessionId, tenantId, userContext });
    if (device?.email !== undefined) {
      return input;
    }
    const userInputCode = crypto.randomUUID();
    if (device?.phoneNumber !== undefined) {
      const known = checked.get(userContext);
      const answer = known?.name === name ? known.answer : ask(device.phoneNumber, input.userInputCode);
      if (isLast) {
        checked.delete(userContext);
      } else {
        checked.set(userContext, { name, answer });
      }
      if (await answer) {
        await core.createNewCodeForDevice({ deviceId, userInputCode, tenantId, userContext });
      }
    }
    return { ...input, userInputCode };
  };

  return {
    ...core,
    createCode: async (input) => {
      const created = await core.createCode(input);
      if (created.status === 'OK') {
        made.set(input.userContext, nameOf(created));
      }
      return created;
    },
    checkCode: async (input) =>
      core.checkCode('userInputCode' in input ? await codeForCore(input, false) : input),
    consumeCode: async (input) =>
      core.consumeCode('userInputCode' in input ? await codeForCore(input, true) : input),
  };
}

type Apis = NonNullable<NonNullable<TypeInput['override']>['apis']>;

/** Shows a refusal to the person, where SuperTokens would answer 500. They are called with `this`. */
const withMessages: Apis = (apis) => {
  const { createCodePOST, resendCodePOST } = apis;
  return {
    ...apis,
    ...(createCodePOST && {
      createCodePOST: (input) => createCodePOST.call(apis, input).catch(messageOf),
    }),
    ...(resendCodePOST && {
      resendCodePOST: (input) => resendCodePOST.call(apis, input).catch(messageOf),
    }),
  };
};

function messageOf(error: unknown): { readonly status: 'GENERAL_ERROR'; readonly message: string } {
  if (!isProblem(error)) {
    throw error;
  }
  return { status: 'GENERAL_ERROR', message: error.problem.title };
}
