/** The construct's props, and how they become a checked configuration. */
import { Stack, Token } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Config } from './config/schema.ts';
import { ConfigError, parseConfig } from './config/schema.ts';

/** Members that a structure leaves out have their defaults. */
type Given<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Given<T[K]> }
    : T;

/** Every setting but the region, which is the stack's. `pumpingGuard: false` switches the guard off. */
type Settings = {
  readonly [K in Exclude<keyof Config, 'region' | 'pumpingGuard'>]?: Given<Config[K]>;
} & { readonly pumpingGuard?: Given<Config['pumpingGuard']> | false };

/** The props below, and every setting in docs/configuration.md except `region`, which is the stack's. */
export interface TokenCourierProps extends Settings {
  /**
   * A user pool for operators and clients. Resource servers, groups and clients are added to it, with the
   * names that docs/architecture.md lists. None of them may exist already. The pool needs the Essentials plan
   * or a higher one.
   * @default - a pool without self sign-up, in which everybody needs a second factor
   */
  readonly userPool?: IUserPool;

  /**
   * Whether a pre token generation trigger of `userPool` already limits an operator's access token to the
   * scopes of the operator's groups, as `grantScopes` does.
   * @default false - the trigger is added if the pool is in the same stack. CDK cannot add it to any other
   * pool; then the page's client has no scopes, and nobody can use the page
   */
  readonly userPoolLimitsScopes?: boolean;

  /**
   * Where `userPool` signs people in and issues access tokens, if it has a domain: `https://…`, such as the
   * result of `UserPoolDomain.baseUrl()`.
   * @default - a Cognito domain is added to the pool, with `signInDomainPrefix` as its prefix
   */
  readonly signInUrl?: string;

  /**
   * ARN of a web ACL of scope CLOUDFRONT.
   * @default - two stacks in us-east-1 are added, one with a web ACL and one with CloudFront's access log.
   * Outside us-east-1, the construct's own stack then needs `crossRegionReferences: true`
   */
  readonly edgeWebAclArn?: string;
}

const DEFAULT_BRAND = 'Token Courier';

/** @throws ConfigError naming every wrong prop and the rule that it breaks */
export function readProps(scope: Construct, props: TokenCourierProps): Config {
  const { userPool, userPoolLimitsScopes, signInUrl, edgeWebAclArn, ...settings } = props;
  const { region } = Stack.of(scope);
  const wrong = [
    ...regionError(region),
    ...signInErrors(props),
    ...(userPoolLimitsScopes === undefined || userPool
      ? []
      : ['userPoolLimitsScopes: applies to a userPool, and none is given']),
  ];
  if (wrong.length > 0) {
    throw new ConfigError(`The props of ${scope.node.path} are not valid:\n  ${wrong.join('\n  ')}`);
  }
  return parseConfig({ brandName: DEFAULT_BRAND, ...settings, region }, `props of ${scope.node.path}`);
}

/** The inverse of `readProps`: an empty text becomes a missing prop, and the region is the stack's. */
export const propsOf = ({ region, ...settings }: Config): TokenCourierProps =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));

const regionError = (region: string): string[] =>
  Token.isUnresolved(region)
    ? ["region: must be known at synth: give the stack one, such as env: { region: 'eu-central-1' }"]
    : [];

function signInErrors({ userPool, signInUrl, signInDomainPrefix }: TokenCourierProps): string[] {
  if (signInUrl === undefined) {
    return [];
  }
  if (userPool === undefined) {
    return ['signInUrl: applies to a userPool, and none is given'];
  }
  if (signInDomainPrefix !== undefined) {
    return ['signInDomainPrefix: is for a new domain, but signInUrl names an existing one'];
  }
  return Token.isUnresolved(signInUrl) || /^https:\/\/[a-z0-9.-]{1,253}$/.test(signInUrl)
    ? []
    : ['signInUrl: must be an origin, such as https://auth.example.com'];
}
