/**
 * Who may call the API: a Cognito user pool with the scopes of the API, a public client with PKCE for the
 * operators' page, and confidential clients for auth systems and for what enrols people.
 */
import { Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPoolClient,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
  type UserPoolClientOptions,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { SCOPES, type Scope, type StackClient } from '../handlers/contract/vocabulary.ts';
import { acceptFindings } from './findings.ts';
import type { Removal } from './removal.ts';
import { stackUuid } from './stack-uuid.ts';

/** Resource servers and their scopes; `limits` is for counters, spend and unlocking. */
const RESOURCE_SERVERS = {
  tokens: {
    issue: 'Issue a token and have it delivered',
    verify: 'Verify a token',
    read: 'List issued tokens, values masked',
    reveal: 'See the values of issued tokens',
    revoke: 'Revoke a token',
  },
  contacts: { read: 'See where a person can be reached', write: 'Change where a person can be reached' },
  limits: { read: 'See limits and spend', write: 'Unlock a person' },
};

export class OperatorIdentity extends Construct {
  readonly userPool: UserPool;
  readonly domain: UserPoolDomain;
  private readonly scopes: Map<string, OAuthScope>;

  constructor(
    scope: Construct,
    id: string,
    props: { removal: Removal; signInDomainPrefix?: string | undefined },
  ) {
    super(scope, id);
    this.userPool = new UserPool(this, 'operators', {
      selfSignUpEnabled: false,
      signInAliases: { username: true, email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.ESSENTIALS,
      passwordPolicy: { minLength: 15, tempPasswordValidity: Duration.days(1) },
      deletionProtection: props.removal.isProtected,
      removalPolicy: props.removal.protectedPolicy,
    });
    acceptFindings(this.userPool, {
      'AwsSolutions-COG1':
        'Fifteen characters and no rules about kinds of characters, as NIST SP 800-63B-4 asks.',
      'AwsSolutions-COG8':
        'The Plus plan costs extra for every operator, and all of them need a second factor anyway.',
    });
    // Unique in its region without a setting.
    this.domain = this.userPool.addDomain('sign-in', {
      cognitoDomain: { domainPrefix: props.signInDomainPrefix ?? `token-courier-${stackUuid(this)}` },
    });
    this.scopes = this.addResourceServers();
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
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(8),
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

  private addResourceServers(): Map<string, OAuthScope> {
    const scopes = new Map<string, OAuthScope>();
    for (const [identifier, described] of Object.entries(RESOURCE_SERVERS)) {
      const own = Object.entries(described).map(
        ([scopeName, scopeDescription]) => new ResourceServerScope({ scopeName, scopeDescription }),
      );
      const server = this.userPool.addResourceServer(identifier, { identifier, scopes: own });
      for (const scope of own) {
        scopes.set(`${identifier}/${scope.scopeName}`, OAuthScope.resourceServer(server, scope));
      }
    }
    return scopes;
  }
}
