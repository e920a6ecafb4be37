/** The operations of SES API v2 that are here, by method and path. */
import { AwsError } from '../wire/aws-error.ts';
import type { SesAccount } from './account.ts';
import type { SendingParts } from './send-email.ts';
import { createSendEmail, DAILY_QUOTA, SEND_RATE } from './send-email.ts';

interface SesOperation {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** What follows `/v2/email/`; its group is the name in it. */
  readonly path: RegExp;
  readonly run: (input: Readonly<Record<string, unknown>>, name: string) => object | undefined;
}

const ADDRESS_LIST = /^suppression\/addresses$/;
const ONE_ADDRESS = /^suppression\/addresses\/([^/]+)$/;
const IDENTITY_LIST = /^identities$/;
/** Older clients send GET to IDENTITY_LIST, newer ones POST to this. */
const LIST_IDENTITIES = /^list-identities$/;
const ONE_IDENTITY = /^identities\/([^/]+)$/;

const notFound = (what: string): AwsError =>
  new AwsError('NotFoundException', `${what} does not exist.`, 404);

export function createSesOperations(parts: SendingParts): readonly SesOperation[] {
  const { account } = parts;
  const sendEmail = createSendEmail(parts);
  const listIdentities = () => ({
    EmailIdentities: account.identities().map((identity) => ({
      IdentityName: identity,
      IdentityType: typeOf(identity),
      SendingEnabled: true,
      VerificationStatus: 'SUCCESS',
    })),
  });
  return [
    { name: 'SendEmail', method: 'POST', path: /^outbound-emails$/, run: sendEmail },
    { name: 'GetAccount', method: 'GET', path: /^account$/, run: () => accountAnswer(account) },
    {
      name: 'PutAccountDetails',
      method: 'POST',
      path: /^account\/details$/,
      run({ ProductionAccessEnabled = false }) {
        account.setSandbox(ProductionAccessEnabled !== true);
        return undefined;
      },
    },
    {
      name: 'CreateEmailIdentity',
      method: 'POST',
      path: IDENTITY_LIST,
      run({ EmailIdentity }) {
        const identity = text(EmailIdentity, 'EmailIdentity');
        if (account.identities().includes(identity.toLowerCase())) {
          throw new AwsError('AlreadyExistsException', `Email identity ${identity} already exist.`);
        }
        account.addIdentity(identity);
        return { IdentityType: typeOf(identity), VerifiedForSendingStatus: true };
      },
    },
    { name: 'ListEmailIdentities', method: 'GET', path: IDENTITY_LIST, run: listIdentities },
    { name: 'ListEmailIdentities', method: 'POST', path: LIST_IDENTITIES, run: listIdentities },
    {
      name: 'DeleteEmailIdentity',
      method: 'DELETE',
      path: ONE_IDENTITY,
      run(_, identity) {
        if (!account.removeIdentity(identity)) {
          throw notFound(`Email identity ${identity}`);
        }
        return undefined;
      },
    },
    {
      name: 'PutSuppressedDestination',
      method: 'PUT',
      path: ADDRESS_LIST,
      run({ EmailAddress, Reason }) {
        if (Reason !== 'BOUNCE' && Reason !== 'COMPLAINT') {
          throw new AwsError('BadRequestException', 'Reason must be BOUNCE or COMPLAINT.');
        }
        account.suppress(text(EmailAddress, 'EmailAddress'), Reason);
        return undefined;
      },
    },
    {
      name: 'ListSuppressedDestinations',
      method: 'GET',
      path: ADDRESS_LIST,
      run: () => ({ SuppressedDestinationSummaries: account.suppressed() }),
    },
    {
      name: 'GetSuppressedDestination',
      method: 'GET',
      path: ONE_ADDRESS,
      run(_, address) {
        const suppressed = account.suppression(address);
        if (suppressed === undefined) {
          throw notFound(`Email address ${address} on the suppression list`);
        }
        return { SuppressedDestination: suppressed };
      },
    },
    {
      name: 'DeleteSuppressedDestination',
      method: 'DELETE',
      path: ONE_ADDRESS,
      run(_, address) {
        if (!account.unsuppress(address)) {
          throw notFound(`Email address ${address} on the suppression list`);
        }
        return undefined;
      },
    },
  ];
}

const typeOf = (identity: string): string => (identity.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN');

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') {
    throw new AwsError('BadRequestException', `${name} must be a text.`);
  }
  return value;
}

function accountAnswer(account: SesAccount): object {
  const stage = account.isInSandbox() ? 'sandbox' : 'production';
  return {
    ProductionAccessEnabled: !account.isInSandbox(),
    SendingEnabled: true,
    EnforcementStatus: 'HEALTHY',
    SendQuota: { Max24HourSend: DAILY_QUOTA[stage], MaxSendRate: SEND_RATE[stage] },
    SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
  };
}
