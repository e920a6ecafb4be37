/**
 * The service as deployed, except for its clock and its phones: the state machine in an interpreter, the
 * rules behind its tasks, and the real adapters on a database.
 */
import type {
  DeleteItemCommandInput,
  DynamoDBClient,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { StateMachine } from 'aws-local-stepfunctions';
import { dynamoDbContactStore } from '../../../handlers/adapters/dynamodb/contact-store.ts';
import { dynamoDbCounterStore } from '../../../handlers/adapters/dynamodb/counter-store.ts';
import { dynamoDbIdempotencyStore } from '../../../handlers/adapters/dynamodb/idempotency-store.ts';
import { dynamoDbMessageStore } from '../../../handlers/adapters/dynamodb/message-store.ts';
import { dynamoDbNumberMemory } from '../../../handlers/adapters/dynamodb/number-memory.ts';
import { dynamoDbOptOutList } from '../../../handlers/adapters/dynamodb/opt-out-list.ts';
import { dynamoDbPrefixTraffic } from '../../../handlers/adapters/dynamodb/prefix-traffic.ts';
import { dynamoDbTokenStore } from '../../../handlers/adapters/dynamodb/token-store.ts';
import { systemRandomness } from '../../../handlers/adapters/system-randomness.ts';
import { addressesBy, channelsWith } from '../../../handlers/channels/all.ts';
import { deliverBySms } from '../../../handlers/channels/sms.ts';
import { requestClaim } from '../../../handlers/contract/limits-table.ts';
import type { VerificationAnswer } from '../../../handlers/contract/routes/verify-token.ts';
import type { WindowLimit } from '../../../handlers/contract/setting.ts';
import type { SendLimits } from '../../../handlers/contract/settings/limits.ts';
import type { PumpingGuardSettings } from '../../../handlers/contract/settings/texts.ts';
import type { Channel } from '../../../handlers/contract/vocabulary.ts';
import { CHANNELS } from '../../../handlers/contract/vocabulary.ts';
import type { DeliverTokenInput, HttpAnswer, TakeBackInput } from '../../../handlers/contract/workflow.ts';
import { sealedContacts } from '../../../handlers/domain/contacts/sealed-contacts.ts';
import { rejected } from '../../../handlers/domain/decision.ts';
import type { MessageNotes } from '../../../handlers/domain/delivering/note-message.ts';
import type { NotedReport } from '../../../handlers/domain/delivering/note-report.ts';
import { noteReport } from '../../../handlers/domain/delivering/note-report.ts';
import { takeBackSend } from '../../../handlers/domain/delivering/take-back-send.ts';
import type { NumberMemory } from '../../../handlers/domain/destinations/number-memory.ts';
import type { OptOutList } from '../../../handlers/domain/destinations/opt-out-list.ts';
import { DeliveryRefused } from '../../../handlers/domain/errors.ts';
import type { AdmitRequestPorts } from '../../../handlers/domain/issuing/admit-request.ts';
import { admitRequest } from '../../../handlers/domain/issuing/admit-request.ts';
import { makeToken } from '../../../handlers/domain/issuing/make-token.ts';
import { persistToken } from '../../../handlers/domain/issuing/persist-token.ts';
import { unlockPerson } from '../../../handlers/domain/limits/failed-verification-limit.ts';
import type { PrefixTraffic } from '../../../handlers/domain/pumping/prefix-traffic.ts';
import { deriveKeys, unsealToken } from '../../../handlers/domain/token/seal-token.ts';
import type { TokenKey, TokenRecord } from '../../../handlers/domain/token/token-store.ts';
import { verifyToken } from '../../../handlers/domain/verifying/verify-token.ts';
import { issueTokenDefinition } from '../../../workflows/issue-token.ts';
import type { Definition } from '../../../workflows/states-language.ts';
import { TABLES } from '../../support/dynamodb.ts';
import { anAdmission } from '../an-admission.ts';
import { fixedKeys } from '../fixtures.ts';

export interface Settings {
  readonly maxAttempts: number;
  readonly lifetimeSeconds: number;
  readonly resendAfterSeconds: number;
  readonly resend: AdmitRequestPorts['resend'];
  readonly sendLimits: SendLimits;
  readonly guessLimits: readonly WindowLimit[];
  /** Absent when the pumping guard is off; opt-outs are then not looked up either. */
  readonly pumpingGuard?: PumpingGuardSettings;
}

/** The two numbers of a person. */
export type Place = 'home' | 'elsewhere';

export interface Message {
  readonly atMs: number;
  readonly purpose: string;
  readonly to: Place;
  readonly code: string;
}

/** The answer to an issue request: a status, and a problem's code or a token ID. */
export interface Issued {
  readonly status: number;
  readonly code?: string;
  readonly tokenId?: string;
  readonly replayed: boolean;
  readonly body: string;
}

const MACHINE = new StateMachine(
  withoutHaste(
    issueTokenDefinition({
      partition: 'aws',
      admitRequest: 'admit',
      generateToken: 'generate',
      persistToken: 'persist',
      deliver: Object.fromEntries(CHANNELS.map((channel) => [channel, channel])) as Record<Channel, string>,
      takeBackTheSend: 'take-back',
      tokensTable: TABLES.tokens,
      limitsTable: TABLES.limits,
    }),
  ) as unknown as StateMachineDefinition,
  { validationOptions: { checkArn: false } },
);

/** As long as an ARN on AWS, less its last part: the token stores it, and size sets the write cost. */
const EXECUTION =
  'arn:aws:states:eu-central-1:000000000000:express:courierissuingissuetoken0A1B2C3D-AbCdEfGhIjKl:0b4f6c1e-5f0a-4c3b-9d57-3f3f0a7c1a11';

const NO_OPT_OUTS: OptOutList = {
  has: async () => false,
  why: async () => undefined,
  since: async () => undefined,
  add: async () => undefined,
  remove: async () => undefined,
};

let executions = 0;

/** A slot is `<client>/<purpose>`, or `<purpose>` alone for the default client. */
export function parts(slot: string): { readonly client: string; readonly purpose: string } {
  const [purpose = '', client = 'shop'] = slot.split('/').reverse();
  return { client, purpose };
}

export class IssuingService {
  nowMs: number;
  /** Whether every message to a phone is refused. */
  isOutOfReach = false;
  /** Whether carriers report on texts. */
  reports = false;
  readonly messages: Message[] = [];
  private readonly client: DynamoDBClient;
  private readonly person: string;
  private readonly phone: string;
  private readonly numbers: NumberMemory;
  private readonly traffic: PrefixTraffic | undefined;
  private readonly rules: AdmitRequestPorts;
  private readonly keys = fixedKeys(deriveKeys('v1', 'a secret'));

  constructor(client: DynamoDBClient, person: string, phone: string, nowMs: number, settings: Settings) {
    this.client = client;
    this.person = person;
    this.phone = phone;
    this.nowMs = nowMs;
    const { pumpingGuard, ...others } = settings;
    this.numbers = dynamoDbNumberMemory(client, TABLES.limits, pumpingGuard ?? null);
    this.traffic = pumpingGuard && dynamoDbPrefixTraffic(client, TABLES.limits);
    const store = dynamoDbContactStore(client, TABLES.contacts);
    const contacts = sealedContacts(store, this.keys, systemRandomness);
    this.rules = {
      ...anAdmission(),
      ...others,
      pumpingGuard: pumpingGuard &&
        this.traffic && {
          settings: pumpingGuard,
          traffic: this.traffic,
          numbers: this.numbers,
          integerBelow: systemRandomness.integerBelow,
          onPaused: () => undefined,
        },
      tokens: dynamoDbTokenStore(client, TABLES.tokens),
      counters: dynamoDbCounterStore(client, TABLES.limits),
      claims: dynamoDbIdempotencyStore(client, TABLES.limits, requestClaim),
      clients: { groupOf: (clientId) => clientId, isCanary: () => false },
      numbers: this.numbers,
      contacts,
      channels: channelsWith({
        sender: 'sns',
        contacts,
        emails: { isConfirmed: async () => false },
      }),
      subjectKeys: this.keys,
      optOuts: pumpingGuard ? dynamoDbOptOutList(client, TABLES.limits) : NO_OPT_OUTS,
      now: () => this.nowMs,
      defaultCountry: '',
    };
  }

  async issue(
    slot: string,
    { key = '', to = 'home' }: { readonly key?: string; readonly to?: Place } = {},
  ): Promise<Issued> {
    const { client, purpose } = parts(slot);
    executions += 1;
    const executionId = `0b4f6c1e-5f0a-4c3b-9d57-${String(executions).padStart(12, '0')}`;
    const body = { user_id: this.person, purpose, phone_number: this.numberAt(to), channel: 'sms' };
    const execution = MACHINE.run(
      {
        // The same ID for every request: a caller who repeats one must gain nothing by it.
        request_id: 'VjR22Hr2oAMFnIw=',
        client_id: `${this.person}.${client}`,
        idempotency_key: key,
        body: JSON.stringify(body),
      },
      {
        context: { Execution: { Id: `${EXECUTION}:${executionId}` } } as never,
        overrides: { taskResourceLocalHandlers: this.tasks() as never },
      },
    );
    const answer = (await execution.result.catch((error: Error) => {
      const { name } = (error.cause as Error | undefined) ?? error;
      if (name !== 'DeliveryFailed') {
        throw error;
      }
      return { http_status: 502, body: '{"code":"delivery_failed"}' };
    })) as unknown as HttpAnswer;
    const { code, token_id } = JSON.parse(answer.body) as { code?: string; token_id?: string };
    return {
      status: answer.http_status,
      ...(code === undefined ? {} : { code }),
      ...(token_id === undefined ? {} : { tokenId: token_id }),
      replayed: answer.replayed === true,
      body: answer.body,
    };
  }

  verify(slot: string, token: string): Promise<VerificationAnswer> {
    return verifyToken(
      { ...this.keyOf(slot), token },
      {
        ...this.rules,
        keys: this.keys,
        newId: systemRandomness.uuid,
        now: () => this.nowMs,
        noteReturn: async (reference, nowSeconds) => this.traffic?.countConversion(reference, nowSeconds),
        noteVerified: (number, nowSeconds) => this.numbers.noteVerified(number, this.person, nowSeconds),
      },
    );
  }

  private keyOf(slot: string): TokenKey {
    const { client, purpose } = parts(slot);
    return { user_id: this.person, purpose, client_group: `${this.person}.${client}` };
  }

  revoke = (slot: string): Promise<boolean> =>
    this.rules.tokens.revoke(this.keyOf(slot), Math.floor(this.nowMs / 1000));

  unlock = (): Promise<void> => unlockPerson(this.person, this.rules.counters);

  stored = (slot: string): Promise<TokenRecord | undefined> => this.rules.tokens.get(this.keyOf(slot));

  /** The code of a stored token; empty once it is used or revoked. */
  async codeOf(token: TokenRecord): Promise<string> {
    const { sealed_token = '' } = token;
    return sealed_token === '' ? '' : unsealToken(sealed_token, token, await this.keys.current());
  }

  /** The person's sends in the current windows of these lengths. */
  async counted(slot: string, windowsSeconds: readonly number[]): Promise<readonly number[]> {
    const subject = `sends:person#${parts(slot).purpose}#${this.person}`;
    return this.rules.counters.read(subject, windowsSeconds, Math.floor(this.nowMs / 1000));
  }

  private tasks() {
    const { rules, keys } = this;
    const now = () => this.nowMs;
    const update = (input: UpdateItemCommandInput) => this.client.send(new UpdateItemCommand(input));
    return {
      'Admit request': async (input: Parameters<typeof admitRequest>[0]) => {
        const decision = await admitRequest(input, rules);
        return decision.ok ? decision.value : rejected(decision.refusal, input.request_id);
      },
      'Generate token': (input: Parameters<typeof makeToken>[0]) =>
        makeToken(input, { keys, random: systemRandomness, now, testDestinations: [], ...this.lifetime() }),
      'Persist token': async (input: Parameters<typeof persistToken>[0]) => {
        const decision = await persistToken(input, {
          ...rules,
          addresses: addressesBy('sns'),
          now,
          listShards: 4,
        });
        return decision.ok ? { decision: 'persisted' } : rejected(decision.refusal, input.request_id);
      },
      'Deliver by SMS': (input: DeliverTokenInput) =>
        deliverBySms(input, {
          ...rules,
          keys,
          now,
          wait: async () => undefined,
          accounts: {
            smsBudgetLimits: [],
            open: async () => ({ counters: rules.counters }),
            onFault: () => undefined,
          },
          ...(this.reports && { messageNotes: this.messageNotes() }),
          sms: {
            send: async (number, text) => {
              this.receive(input.request.purpose, number, text);
              return { messageId: systemRandomness.uuid() };
            },
          },
        }),
      'Take back the send': async (input: TakeBackInput) => takeBackSend(input.admission.request, rules),
      'Record delivery': update,
      'Revoke token': update,
      'Free the key': (input: DeleteItemCommandInput) => this.client.send(new DeleteItemCommand(input)),
    };
  }

  private messageNotes = (): MessageNotes => ({
    store: dynamoDbMessageStore(this.client, TABLES.limits),
    handOn: systemRandomness,
    within: async (work) => void (await work),
  });

  /** As the carrier of the latest message says it. */
  async report(slot: string, arrival: 'delivered' | 'undelivered'): Promise<NotedReport | undefined> {
    const { message_id: messageId = '' } = (await this.stored(slot)) ?? {};
    const report = { messageId, country: 'DE' };
    return noteReport(
      arrival === 'delivered' ? { ...report, arrival } : { ...report, arrival, reason: 'unknown' },
      {
        messages: dynamoDbMessageStore(this.client, TABLES.limits),
        tokens: this.rules.tokens,
        handsOn: false,
      },
    );
  }

  private lifetime = () => ({ lifetimeSeconds: this.rules.lifetimeSeconds });

  /** The person's numbers: the second is the first and a 9, which makes it longer than any first number. */
  private numberAt = (place: Place): string => (place === 'home' ? this.phone : `${this.phone}9`);

  private receive(purpose: string, number: string, text: string): void {
    if (this.isOutOfReach) {
      throw new DeliveryRefused();
    }
    const to = number === this.numberAt('home') ? 'home' : 'elsewhere';
    this.messages.push({ atMs: this.nowMs, purpose, to, code: text.slice(0, 6) });
  }
}

/** On a busy machine, a step may exceed its timeout on AWS; its retry would count twice. */
function withoutHaste(definition: Definition): Definition {
  const TimeoutSeconds = 120;
  const States = Object.fromEntries(
    Object.entries(definition.States).map(([name, state]) => [
      name,
      state.Type === 'Task' ? { ...state, TimeoutSeconds } : state,
    ]),
  );
  return { ...definition, TimeoutSeconds, States };
}
