/** What can be said when the construct is made, and how it becomes a checked configuration. */
import { Stack, Token } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Config } from './config/schema.ts';
import { ConfigError, parseConfig } from './config/schema.ts';

/** A structure may leave members out, which then have their defaults. */
type Given<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: T[K] } : T;

/** The region is the stack's; a guard of `false` is off. */
type Settings = {
  readonly [K in Exclude<keyof Config, 'region' | 'pumpingGuard'>]?: Given<Config[K]>;
} & { readonly pumpingGuard?: Given<Config['pumpingGuard']> | false };

/** Besides what is here, every setting in docs/configuration.md but `region`, which is the stack's. */
export interface TokenCourierProps extends Settings {
  /**
   * A user pool for operators and clients. Resource servers, groups and clients are added to it by the names that
   * docs/architecture.md lists, and none may be there already. It needs the Essentials plan or a higher one.
   * @default - a pool without self sign-up, in which everybody needs a second factor
   */
  readonly userPool?: IUserPool;

  /**
   * Whether a pre token generation trigger of `userPool` leaves an operator's access token only the scopes of the
   * operator's groups, as `grantScopes` does.
   * @default false - the trigger is added to a pool of the same stack. To any other none can be added; then the
   * page's client has no scopes, and nobody can use the page
   */
  readonly userPoolLimitsScopes?: boolean;

  /**
   * Where `userPool` signs people in and issues access tokens, if it has a domain: `https://…`, such as what
   * `UserPoolDomain.baseUrl()` returns.
   * @default - a domain at Cognito is added to the pool, named by `signInDomainPrefix`
   */
  readonly signInUrl?: string;

  /**
   * ARN of a web ACL of scope CLOUDFRONT.
   * @default - two stacks in us-east-1 are added beside this one, with a web ACL and with CloudFront's access log.
   * Outside us-east-1 this stack then needs `crossRegionReferences: true`
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
      : ['userPoolLimitsScopes: is about a userPool, and none is given']),
  ];
  if (wrong.length > 0) {
    throw new ConfigError(`The props of ${scope.node.path} are not valid:\n  ${wrong.join('\n  ')}`);
  }
  return parseConfig({ brandName: DEFAULT_BRAND, ...settings, region }, `props of ${scope.node.path}`);
}

/** A checked configuration says "none" by an empty text, a prop by not being there. The region is the stack's. */
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
    return ['signInUrl: is about a userPool, and none is given'];
  }
  if (signInDomainPrefix !== undefined) {
    return ['signInDomainPrefix: is for a new domain, and signInUrl names one'];
  }
  return Token.isUnresolved(signInUrl) || /^https:\/\/[a-z0-9.-]{1,253}$/.test(signInUrl)
    ? []
    : ['signInUrl: must be an origin, such as https://auth.example.com'];
}
