/** The page's config.json, which it reads when it starts. */
import { Stack } from 'aws-cdk-lib';
import type { UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { PageConfig } from '../../handlers/contract/page.ts';
import { STAGE_NAME } from '../api/rest-api.ts';
import { consoleLinks } from '../cdk/console-links.ts';
import type { Config } from '../config/schema.ts';
import type { OperatorIdentity } from './operator-identity.ts';

export function pageConfig(config: Config, identity: OperatorIdentity, client: UserPoolClient): PageConfig {
  const { account, region, urlSuffix } = Stack.of(identity);
  const { userPool, signInUrl } = identity;
  return {
    brand_name: config.brandName,
    region,
    account,
    ...(config.environment === undefined ? {} : { environment: config.environment }),
    production: config.production,
    api_base: `/${STAGE_NAME}`,
    client_id: client.userPoolClientId,
    issuer: `https://cognito-idp.${region}.${urlSuffix}/${userPool.userPoolId}`,
    authorization_endpoint: `${signInUrl}/oauth2/authorize`,
    token_endpoint: identity.tokenUrl,
    revocation_endpoint: `${signInUrl}/oauth2/revoke`,
    end_session_endpoint: `${signInUrl}/logout`,
    token_lifetime: config.tokenLifetimeSeconds,
    idle_timeout: config.idleSignOutMinutes * 60,
    activity_days: config.activityDays,
    aws_console: consoleLinks(identity, config),
    messages: {
      default_locale: config.defaultLocale,
      own_words: config.messages,
      email_sender: config.emailSender.kind,
      web_otp_domain: config.webOtpDomain,
      sms_retriever_hash: config.smsRetrieverHash,
      context_fields: config.contextInMessage,
      token_format: config.tokenFormat,
      token_length: config.tokenLength,
    },
    api_reference: config.apiReference,
    setup: {
      allowed_countries: config.allowedCountries,
      has_sender_id: config.senderId !== undefined && config.senderId !== '',
    },
  };
}
