/**
 * Who may call the API: a Cognito user pool with the scopes of the API, a public client with PKCE for the
 * operators' page, and confidential clients for auth systems and for what enrols people. What an operator may do,
 * the groups say: handlers/contract/roles.ts.
 */
import { Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPoolClient,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
  type UserPoolClientOptions,
  type UserPoolDomain,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { ROLES, SCOPE_TEXTS } from '../../handlers/contract/roles.ts';
import { SCOPES, type Scope, type StackClient } from '../../handlers/contract/vocabulary.ts';
import { acceptFindings } from '../cdk/findings.ts';
import { stackUuid } from '../cdk/stack-uuid.ts';
import type { Foundation } from '../data/foundation.ts';
import { deployFunction } from '../functions/deploy-function.ts';

/** Descriptions of scopes, by resource server: what stands before the slash in their names. */
const resourceServers = (): ReadonlyMap<string, ResourceServerScope[]> => {
  const servers = new Map<string, ResourceServerScope[]>();
  for (const [scope, scopeDescription] of Object.entries(SCOPE_TEXTS)) {
    const [identifier = '', scopeName = ''] = scope.split('/');
    const described = new ResourceServerScope({ scopeName, scopeDescription });
    servers.set(identifier, [...(servers.get(identifier) ?? []), described]);
  }
  return servers;
};

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

/**
 * Cognito waits five seconds for a trigger.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
const TRIGGER_TIMEOUT_SECONDS = 5;

export class OperatorIdentity extends Construct {
  readonly userPool: UserPool;
  readonly domain: UserPoolDomain;
  private readonly scopes: Map<string, OAuthScope>;

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { config, removal } = foundation;
    this.userPool = new UserPool(this, 'operators', {
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      passwordPolicy: { minLength: 15, tempPasswordValidity: Duration.days(1) },
      deletionProtection: removal.isProtected,
      removalPolicy: removal.protectedPolicy,
    });
    acceptFindings(this.userPool, {
      'AwsSolutions-COG1':
        'Fifteen characters and no rules about kinds of characters, as NIST SP 800-63B-4 asks.',
      'AwsSolutions-COG8':
        'The Plus plan costs extra for every operator, and all of them need a second factor anyway.',
    });
    // Unique in its region without a setting.
    this.domain = this.userPool.addDomain('sign-in', {
      cognitoDomain: { domainPrefix: config.signInDomainPrefix ?? `token-courier-${stackUuid(this)}` },
    });
    this.scopes = this.addResourceServers();
    this.addRoles(foundation);
  }

  /** The page's client: public, authorization code with PKCE, every scope of the API. */
  addPageClient(pageUrl: string): UserPoolClient {
    return this.addClient('page', {
      generateSecret: false,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, ...this.scopes.values()],
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
    const client = this.userPool.addClient(id, options);
    const resource = client.node.defaultChild as CfnUserPoolClient;
    resource.explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
    return client;
  }

  /** Groups, and the trigger that leaves their members' access tokens the scopes of the group. */
  private addRoles(foundation: Foundation): void {
    for (const [groupName, { description }] of Object.entries(ROLES)) {
      this.userPool.addGroup(groupName, { groupName, description });
    }
    const grantScopes = deployFunction(this, 'hooks', 'grant-scopes', {
      deployment: foundation,
      timeoutSeconds: TRIGGER_TIMEOUT_SECONDS,
    });
    this.userPool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, grantScopes, LambdaVersion.V2_0);
  }

  private addResourceServers(): Map<string, OAuthScope> {
    const scopes = new Map<string, OAuthScope>();
    for (const [identifier, own] of resourceServers()) {
      const server = this.userPool.addResourceServer(identifier, { identifier, scopes: own });
      for (const scope of own) {
        scopes.set(`${identifier}/${scope.scopeName}`, OAuthScope.resourceServer(server, scope));
      }
    }
    return scopes;
  }
}
