/**
 * Who may call the API: a Cognito user pool with the API's scopes, a public client with PKCE for the
 * operators' page, and confidential clients for auth systems and for systems that enrol people. The groups in
 * handlers/contract/roles.ts decide what an operator may do.
 *
 * The pool is our own, or one that the owner brings. Scopes, groups and clients are added to either. Nothing
 * else of the owner's pool is changed.
 */
import { Annotations, Duration } from 'aws-cdk-lib';
import type { CfnUserPoolClient, IUserPool, UserPoolClientOptions } from 'aws-cdk-lib/aws-cognito';
import {
  OAuthScope,
  UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolDomain,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { SystemClient } from '../../handlers/contract/roles.ts';
import { CLIENT_SCOPES, ROLES } from '../../handlers/contract/roles.ts';
import type { StackClient } from '../../handlers/contract/vocabulary.ts';
import { stackUuid } from '../cdk/stack-uuid.ts';
import type { Foundation } from '../data/foundation.ts';
import type { CourierFunction } from '../functions/courier-function.ts';
import { createOperatorPool } from './operator-pool.ts';
import { addResourceServers } from './resource-servers.ts';
import { addTrigger, allowTrigger, canTrigger, createGrantScopes } from './scope-trigger.ts';

/**
 * API Gateway checks an access token's signature and expiry, but not whether it was revoked. So it stays
 * valid for up to this long after a sign-out, a change of groups, or the removal of the operator.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 */
const PAGE_TOKEN_VALIDITY = Duration.minutes(30);

/** Cognito charges for each access token of a system. */
const SYSTEM_TOKEN_VALIDITY = Duration.hours(1);

/**
 * The authorization code grant always comes with a refresh token, with which the page renews its access token
 * until it is idle or left. NIST SP 800-63B-4 section 2.2.3 recommends 24 hours at most between two sign-ins. Without
 * rotation: it is never stored, and Cognito rotates only for clients that forbid REFRESH_TOKEN_AUTH, while every list
 * of flows without it would have to allow another.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
const SESSION_VALIDITY = Duration.hours(12);

export interface GivenUserPool {
  /** The owner's pool, if it replaces our own. */
  readonly userPool?: IUserPool | undefined;
  /** Whether the owner's pool already limits scopes by groups. */
  readonly userPoolLimitsScopes?: boolean | undefined;
  /** Where the owner's pool signs people in, if it has a domain. */
  readonly signInUrl?: string | undefined;
}

export class OperatorIdentity extends Construct {
  readonly userPool: IUserPool;
  readonly grantScopes: CourierFunction;
  /** `https://…`: the host that signs people in and issues access tokens. */
  readonly signInUrl: string;
  private readonly scopes: ReadonlyMap<string, OAuthScope>;
  /** The parent of the pool's additions: our own pool, or this construct if the pool is the owner's. */
  private readonly additions: Construct;
  private readonly limitsScopes: boolean;

  constructor(scope: Construct, id: string, foundation: Foundation, given: GivenUserPool) {
    super(scope, id);
    if (given.userPool) {
      this.userPool = given.userPool;
      this.additions = this;
    } else {
      const own = createOperatorPool(this, foundation.removal);
      this.userPool = own;
      this.additions = own;
    }
    this.signInUrl = given.signInUrl ?? this.addDomain(foundation.config.signInDomainPrefix);
    this.scopes = addResourceServers(this.additions, this.userPool);
    for (const [groupName, { description }] of Object.entries(ROLES)) {
      new UserPoolGroup(this.additions, groupName, { userPool: this.userPool, groupName, description });
    }
    this.grantScopes = createGrantScopes(this, foundation);
    this.limitsScopes = this.limitScopes(given.userPoolLimitsScopes);
  }

  /** OAuth 2 token endpoint. */
  get tokenUrl(): string {
    return `${this.signInUrl}/oauth2/token`;
  }

  /**
   * The page's client: public, authorization code with PKCE, every scope of the API. It has no scopes if
   * nothing limits them by groups; otherwise everybody in the pool could see codes.
   */
  addPageClient(pageUrl: string): UserPoolClient {
    return this.addClient('page', {
      generateSecret: false,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, ...(this.limitsScopes ? this.scopes.values() : [])],
        callbackUrls: [`${pageUrl}/`],
        logoutUrls: [`${pageUrl}/`],
      },
      accessTokenValidity: PAGE_TOKEN_VALIDITY,
      idTokenValidity: PAGE_TOKEN_VALIDITY,
      refreshTokenValidity: SESSION_VALIDITY,
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }

  /** Adds the confidential client of auth systems, or of systems that enrol people. */
  addSystemClient(id: Exclude<SystemClient, 'canary'>): UserPoolClient {
    return this.addConfidentialClient(id, SYSTEM_TOKEN_VALIDITY);
  }

  /** The canary's access token lasts as long as those of auth systems, so it notices as soon that none is issued. */
  addCanaryClient(): UserPoolClient {
    return this.addConfidentialClient('canary', SYSTEM_TOKEN_VALIDITY);
  }

  private addConfidentialClient(id: SystemClient, accessTokenValidity: Duration): UserPoolClient {
    return this.addClient(id, {
      generateSecret: true,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: CLIENT_SCOPES[id].flatMap((name) => this.scopes.get(name) ?? []),
      },
      accessTokenValidity,
      enableTokenRevocation: true,
    });
  }

  /**
   * Adds a client that only uses OAuth, and signs nobody in through Cognito's API. Without a list of flows,
   * Cognito allows SRP and custom flows. It refuses a list without refresh ("REFRESH_TOKEN_AUTH should always
   * be allowed").
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
   * https://github.com/aws/aws-cdk/issues/7625
   */
  private addClient(id: StackClient, options: UserPoolClientOptions): UserPoolClient {
    const client = new UserPoolClient(this.additions, id, { userPool: this.userPool, ...options });
    const resource = client.node.defaultChild as CfnUserPoolClient;
    resource.explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
    return client;
  }

  /** Without a prefix, the stack's UUID makes the host name unique in its region. */
  private addDomain(prefix?: string): string {
    const cognitoDomain = { domainPrefix: prefix ?? `token-courier-${stackUuid(this)}` };
    return new UserPoolDomain(this.additions, 'sign-in', {
      userPool: this.userPool,
      cognitoDomain,
    }).baseUrl();
  }

  /**
   * Adds or allows the trigger. Returns whether operators' access tokens are limited to their groups' scopes.
   */
  private limitScopes(isLimited = false): boolean {
    if (!isLimited && canTrigger(this.userPool, this)) {
      addTrigger(this.userPool, this.grantScopes);
      return true;
    }
    allowTrigger(this.userPool, this.grantScopes);
    if (!isLimited) {
      Annotations.of(this).addWarningV2(
        'token-courier:page-without-scopes',
        "Nobody can use the operators' page: no trigger can be added to this user pool, so the page's client has no scopes. See userPoolLimitsScopes.",
      );
    }
    return isLimited;
  }
}
