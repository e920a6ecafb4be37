/**
 * Who may call the API: a Cognito user pool with the scopes of the API, a public client with PKCE for the
 * operators' page, and confidential clients for auth systems and for what enrols people. What an operator may do,
 * the groups say: handlers/contract/roles.ts.
 *
 * The pool is our own or the owner's. To the owner's, the same is added; what it is otherwise like stays as it is.
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
import { ROLES } from '../../handlers/contract/roles.ts';
import type { Scope, StackClient } from '../../handlers/contract/vocabulary.ts';
import { SCOPES } from '../../handlers/contract/vocabulary.ts';
import { stackUuid } from '../cdk/stack-uuid.ts';
import type { Foundation } from '../data/foundation.ts';
import type { CourierFunction } from '../functions/courier-function.ts';
import { createOperatorPool } from './operator-pool.ts';
import { addResourceServers } from './resource-servers.ts';
import { addTrigger, allowTrigger, canTrigger, createGrantScopes } from './scope-trigger.ts';

/**
 * API Gateway checks a token's signature and expiry, not whether it was revoked, so a token is good for as long as
 * this after a sign-out, a change of groups, or the removal of the operator.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
 */
const PAGE_TOKEN_VALIDITY = Duration.minutes(30);

/**
 * The authorization code grant always comes with a refresh token. The page uses it only to revoke it when it signs
 * out; Cognito's least is an hour.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
const LEAST_REFRESH_TOKEN_VALIDITY = Duration.minutes(60);

export interface GivenUserPool {
  /** The owner's pool, in place of one of our own. */
  readonly userPool?: IUserPool | undefined;
  /** Whether the owner's pool limits scopes by groups already. */
  readonly userPoolLimitsScopes?: boolean | undefined;
  /** Where the owner's pool signs people in, where it has a domain. */
  readonly signInUrl?: string | undefined;
}

export class OperatorIdentity extends Construct {
  readonly userPool: IUserPool;
  readonly grantScopes: CourierFunction;
  /** `https://…` of the host that signs people in and issues access tokens. */
  readonly signInUrl: string;
  private readonly scopes: ReadonlyMap<string, OAuthScope>;
  /** What is added to a pool of our own is in it; what is added to another's pool is in our own stack. */
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
   * The page's client: public, authorization code with PKCE, every scope of the API. Where nothing limits those by
   * groups, none of them: else everybody in the pool could see codes.
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
      refreshTokenValidity: LEAST_REFRESH_TOKEN_VALIDITY,
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
  }

  /** The auth systems' client: what a sign-in needs and no more. It can redirect nobody's codes. */
  addAuthSystemClient(): UserPoolClient {
    return this.addMachineClient('auth-system', [SCOPES.issue, SCOPES.verify, SCOPES.revoke]);
  }

  /** The client of what enrols people's numbers and addresses; it can ask for no code. */
  addEnrolmentClient(): UserPoolClient {
    return this.addMachineClient('enrolment', [SCOPES.readContacts, SCOPES.writeContacts]);
  }

  /** A confidential client for client credentials. */
  private addMachineClient(id: StackClient, names: readonly Scope[]): UserPoolClient {
    return this.addClient(id, {
      generateSecret: true,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: names.flatMap((name) => this.scopes.get(name) ?? []),
      },
      accessTokenValidity: Duration.hours(1),
      enableTokenRevocation: true,
    });
  }

  /**
   * A client that only uses OAuth and signs nobody in through Cognito's API. Without a list, Cognito allows SRP and
   * custom flows; a list without refreshing is refused ("REFRESH_TOKEN_AUTH should always be allowed").
   * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
   * https://github.com/aws/aws-cdk/issues/7625
   */
  private addClient(id: StackClient, options: UserPoolClientOptions): UserPoolClient {
    const client = new UserPoolClient(this.additions, id, { userPool: this.userPool, ...options });
    const resource = client.node.defaultChild as CfnUserPoolClient;
    resource.explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
    return client;
  }

  /** Without a setting, the host's name is unique in its region. */
  private addDomain(prefix?: string): string {
    const cognitoDomain = { domainPrefix: prefix ?? `token-courier-${stackUuid(this)}` };
    return new UserPoolDomain(this.additions, 'sign-in', {
      userPool: this.userPool,
      cognitoDomain,
    }).baseUrl();
  }

  /** Whether operators' access tokens are limited to the scopes of their groups. */
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
