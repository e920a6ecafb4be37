/** The presets that the product has; docs/integrations has a page for each system. */
import type { GatewayPresetName } from '../../../contract/settings/gateway.ts';
import type { HookModule } from '../hook.ts';
import { credential } from './credential.ts';
import type { GatewayOptions } from './gateway-hook.ts';
import { gatewayHook } from './gateway-hook.ts';
import type { GatewayPreset } from './preset.ts';
import { signedToken } from './signed-token.ts';
import { zitadelSignature } from './zitadel-signature.ts';

type Factory = (options?: GatewayOptions) => HookModule;

const preset =
  (data: GatewayPreset): Factory =>
  (options) =>
    gatewayHook(data, options);

/**
 * The HTTP providers for texts and emails. Names of arguments have their first letter in lower case, and no more: `OTP`
 * is `oTP`. Notifications, such as of a changed password, have no code. A Go duration is in nanoseconds.
 * https://github.com/zitadel/zitadel/blob/13bd37e/internal/notification/types/otp.go
 * https://github.com/zitadel/zitadel/blob/201c89e/internal/notification/types/phone_verification_code.go
 * https://github.com/zitadel/zitadel/blob/10a0702/internal/notification/types/user_email.go (mapNotifyUserToArgs)
 */
const ZITADEL = {
  proof: zitadelSignature,
  numbers: 'as-typed',
  code: ['args.oTP', 'args.otp', 'args.code'],
  codeless: 'absent',
  user: ['args.userID'],
  purpose: ['contextInfo.eventType'],
  expiry: { paths: ['args.expiry'], unit: 'nanoseconds' },
  answers: 'queue',
} as const satisfies Partial<GatewayPreset>;

export const GATEWAY_PRESETS = {
  /**
   * The generic provider of the SMS stage: `Body` is the bare code, `Message` a text. A webhook mapping may put
   * another payload together, so the members that our pages name are read too.
   * https://github.com/goauthentik/authentik/blob/048be7d/authentik/stages/authenticator_sms/models.py (send_generic)
   */
  authentik: preset({
    proof: credential('any'),
    channels: ['sms'],
    destination: ['To'],
    numbers: 'as-typed',
    code: ['Body'],
    user: ['user_id'],
    purpose: ['purpose'],
    locale: ['locale'],
    answers: 'person',
  }),
  /**
   * The HTTP connectors for texts and emails. Logto stores numbers without a plus, whatever its README shows.
   * https://github.com/logto-io/logto/blob/1c9712f/packages/connectors/connector-http-sms/src/index.ts
   * https://github.com/logto-io/logto/blob/1fbc554/packages/toolkit/connector-kit/src/types/passwordless.ts
   */
  logto: preset({
    proof: credential('any'),
    channels: ['sms', 'email'],
    destination: ['to'],
    numbers: 'international',
    code: ['payload.code'],
    user: ['payload.user.id'],
    purpose: ['type'],
    locale: ['payload.locale'],
    answers: 'person',
  }),
  /**
   * The generic messenger. Before 1.67 there is no `code`, only the text of the template.
   * https://fusionauth.io/docs/customize/email-and-messages/generic-messenger
   */
  fusionauth: preset({
    proof: credential('any'),
    channels: ['sms'],
    destination: ['phoneNumber'],
    numbers: 'as-typed',
    code: ['code'],
    text: ['textMessage'],
    written: { paths: ['type'], values: ['sms'] },
    user: ['userId'],
    answers: 'person',
  }),
  /**
   * The connectors Generic SMS Gateway and Generic Email Gateway; `token` is the bare code, `body` a text.
   * https://docs.descope.com/connectors/connector-configuration-guides/messaging/sms-gateway
   */
  descope: preset({
    proof: credential('any'),
    channels: ['sms', 'email'],
    destination: ['recipient'],
    numbers: 'as-typed',
    code: ['token'],
    answers: 'person',
  }),
  /**
   * The Action for the trigger custom-phone-provider that Auth0's documentation prints.
   * https://auth0.com/docs/customize/phone-messages/configure-phone-messaging-providers/configure-a-custom-phone-provider
   */
  auth0: preset({
    proof: credential('any'),
    channels: ['sms'],
    destination: ['recipient'],
    numbers: 'as-typed',
    code: ['code'],
    written: { paths: ['message_type'], values: ['text', 'sms'] },
    user: ['user_id'],
    purpose: ['action'],
    locale: ['language'],
    answers: 'person',
  }),
  /**
   * The gateway for passwordless sign-ins, of tenants that are older than March 2025. The code is only in the text.
   * https://auth0.com/docs/authenticate/passwordless/authentication-methods/use-sms-gateway-passwordless
   */
  'auth0-gateway': preset({
    proof: signedToken,
    channels: ['sms'],
    destination: ['recipient'],
    numbers: 'as-typed',
    code: [],
    text: ['body'],
    answers: 'person',
  }),
  /**
   * The SMS authenticator of netzbegruenung, with the names that its settings have by default; it sends a text alone.
   * With `receiverJsonTemplate`, the number may be in a list.
   * https://github.com/netzbegruenung/keycloak-mfa-plugins/blob/0666ec1/sms-authenticator/src/main/java/netzbegruenung/keycloak/authenticator/gateway/ApiSmsService.java
   */
  keycloak: preset({
    proof: credential('any'),
    channels: ['sms'],
    destination: ['to'],
    numbers: 'as-typed',
    code: [],
    text: ['text'],
    answers: 'person',
  }),
  /**
   * The courier's HTTP channel, with the body that docs/integrations/kratos.jsonnet makes. A `code` of null is a
   * message without one, such as that somebody tried to sign in to an account that does not exist.
   * https://github.com/ory/kratos/blob/042e3f6/courier/http_channel.go
   */
  kratos: preset({
    proof: credential('any'),
    channels: ['sms', 'email'],
    destination: ['to'],
    numbers: 'as-typed',
    code: ['code'],
    codeless: 'null',
    user: ['user_id'],
    purpose: ['purpose'],
    locale: ['locale'],
    expiry: { paths: ['expires_in_minutes'], unit: 'minutes' },
    answers: 'queue',
  }),
  /** Each provider of Zitadel has its own signing key, so texts and emails are two hooks. */
  zitadel: preset({
    ...ZITADEL,
    channels: ['sms'],
    destination: ['contextInfo.recipientPhoneNumber'],
  }),
  'zitadel-email': preset({
    ...ZITADEL,
    channels: ['email'],
    destination: ['contextInfo.recipientEmailAddress'],
  }),
} as const satisfies Readonly<Record<GatewayPresetName, Factory>>;
