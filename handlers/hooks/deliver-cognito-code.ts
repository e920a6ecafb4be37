/** Cognito's custom SMS sender and custom email sender triggers: delivers a code that Cognito made through the API. */
import type { CustomEmailSenderTriggerEvent, CustomSMSSenderTriggerEvent } from 'aws-lambda';
import { apiCodeDelivery } from '../adapters/courier-api/code-delivery.ts';
import { courierClient } from '../adapters/courier-client.ts';
import { createCodeKms, poolCodes } from '../adapters/encryption-sdk/pool-codes.ts';
import { createSecretsManagerClient } from '../adapters/secrets-manager/keys.ts';
import { DELIVER_COGNITO_CODE } from '../contract/functions/hooks.ts';
import { deliverCode } from '../domain/cognito/deliver-code.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { trigger } from '../runtime/trigger.ts';

const { options } = readFunction(DELIVER_COGNITO_CODE);
const now = Date.now;
const secrets = traced(createSecretsManagerClient());
const ports = {
  delivery: apiCodeDelivery(courierClient(secrets, options.issuerSecretId, now)),
  open: poolCodes(traced(createCodeKms()), options.codeKeyArn),
  now,
};

export const handler = trigger(
  'deliver-cognito-code',
  async (event: CustomSMSSenderTriggerEvent | CustomEmailSenderTriggerEvent, notes): Promise<void> => {
    const { triggerSource, userPoolId, request } = event;
    const { code, userAttributes } = request;
    const delivered = await deliverCode(
      { triggerSource, userPoolId, encryptedCode: code, userAttributes: { ...userAttributes } },
      ports,
    );
    notes.add(delivered);
  },
);
