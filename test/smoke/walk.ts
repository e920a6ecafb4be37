/** What the checks of one smoke test share: the client, its access tokens, and the people that it made up. */
import { randomUUID } from 'node:crypto';
import { accessTokenFrom, askForAccessToken, scopesOf } from './client-credentials.ts';
import type { Answer, CallOptions } from './http-client.ts';
import { HttpClient } from './http-client.ts';
import type { SmokeOptions, TestDestination } from './options.ts';
import { CheckSkipped, ensure, ensureStatus } from './outcome.ts';

/** A shorter secret, such as that of the local client, would also occur in texts by chance. */
const MIN_SECRET_LENGTH = 16;

export class Walk {
  readonly options: SmokeOptions;
  readonly client = new HttpClient();
  /** People with a live token and people with a contact, whose data must still be removed. */
  readonly withToken = new Set<string>();
  readonly withContact = new Set<string>();
  /** The client's secret and its access tokens, which neither a response nor the output may contain. */
  readonly secrets = new Set<string>();
  private readonly accessTokens = new Map<string, Promise<string>>();
  private testDestinationWorks: Promise<void> | undefined;

  constructor(options: SmokeOptions) {
    this.options = options;
    if (options.clientSecret.length >= MIN_SECRET_LENGTH) {
      this.secrets.add(options.clientSecret);
    }
  }

  /** Calls the API with an access token for every scope of the client, unless the options have another. */
  async api(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const accessToken = 'accessToken' in options ? options.accessToken : await this.accessToken();
    return this.client.call(method, `${this.options.apiUrl}${path}`, { ...options, accessToken });
  }

  /** @throws {CheckFailed} when the token endpoint returns none */
  accessToken(...scopes: string[]): Promise<string> {
    const key = scopes.join(' ');
    const known = this.accessTokens.get(key) ?? this.requestAccessToken(scopes);
    this.accessTokens.set(key, known);
    return known;
  }

  async grantedScopes(): Promise<ReadonlySet<string>> {
    return scopesOf(await this.accessToken());
  }

  /** A new user id. */
  newPerson(suffix = ''): string {
    return `smoke-${randomUUID()}${suffix}`;
  }

  get testDestination(): TestDestination {
    const { testDestination } = this.options;
    if (testDestination === undefined) {
      throw new CheckSkipped('--without-sending');
    }
    return testDestination;
  }

  /** Issues a token to the test destination. */
  async issue(userId: string, options: CallOptions & { readonly query?: string } = {}): Promise<Answer> {
    const { phoneNumber } = this.testDestination;
    const answer = await this.api('POST', `/tokens${options.query ?? ''}`, {
      json: { user_id: userId, phone_number: phoneNumber, channel: 'sms' },
      ...options,
    });
    if (answer.status === 201) {
      this.withToken.add(userId);
    }
    return answer;
  }

  /** Issues a token. @throws {CheckFailed} when the response is not 201 */
  async issued(userId: string, options: CallOptions = {}): Promise<Answer> {
    const answer = await this.issue(userId, options);
    ensureStatus(answer, 201);
    return answer;
  }

  async verify(userId: string, token: string, more: object = {}): Promise<Answer> {
    const answer = await this.api('POST', '/tokens/verify', { json: { user_id: userId, token, ...more } });
    if (answer.member('verified') === true) {
      this.withToken.delete(userId);
    }
    return answer;
  }

  /**
   * Verifies once that the number is a test destination, before other checks issue tokens to it. With any
   * other number, each of them would send a text to somebody.
   * @throws {CheckFailed}
   */
  ensureTestDestination(): Promise<void> {
    this.testDestinationWorks ??= this.tryTestDestination();
    return this.testDestinationWorks;
  }

  private async tryTestDestination(): Promise<void> {
    const person = this.newPerson();
    await this.issued(person);
    const verdict = await this.verify(person, this.testDestination.token);
    ensureStatus(verdict, 200);
    ensure(
      verdict.member('verified') === true,
      "--token is not the number's token. Is the number one of this deployment's testDestinations?",
    );
  }

  private async requestAccessToken(scopes: readonly string[]): Promise<string> {
    const token = await accessTokenFrom(askForAccessToken(this.client, this.options, scopes));
    this.secrets.add(token);
    return token;
  }
}
