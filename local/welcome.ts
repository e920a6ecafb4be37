/** What `npm start` prints once everything runs. */
import type { Hook } from './http/hooks.ts';
import type { LocalRuntime } from './start-local.ts';

type Running = Pick<LocalRuntime, 'pageUrl' | 'apiUrl' | 'awsUrl' | 'issuerUrl' | 'stateFolder'> & {
  readonly aws: Pick<LocalRuntime['aws'], 'dynamodbEngine' | 'engineReason'>;
  /** Where other systems call. */
  readonly listed: readonly Hook[];
};

/** The commands are those of docs/first-steps.md, with the ports that are in use. */
export function welcome({ pageUrl, apiUrl, awsUrl, issuerUrl, stateFolder, aws, listed }: Running): string {
  const engine =
    aws.dynamodbEngine === 'dynamodb-local'
      ? 'DynamoDB Local'
      : `dynalite${aws.engineReason === undefined ? '' : ` (${aws.engineReason})`}`;
  return `
Token Courier is running on this machine. ${
    stateFolder === undefined
      ? 'Nothing is kept when it stops, unless you use --persist <folder>.'
      : `State is kept in ${stateFolder}.`
  }

  Page     ${pageUrl}/
  API      ${apiUrl}
  Inbox    ${pageUrl}/inbox
  Events   ${pageUrl}/events
  Issuer   ${issuerUrl}
  AWS      ${awsUrl} (set AWS_ENDPOINT_URL to it for the AWS CLI and SDKs)
  Tables   ${engine}

Get an access token:

  ACCESS_TOKEN=$(curl -s -u local:local -d grant_type=client_credentials ${issuerUrl}/oauth2/token \\
    | node -pe 'JSON.parse(fs.readFileSync(0)).access_token')

Issue a token, then read the code in the inbox:

  curl -s -w '\\n' ${apiUrl}/tokens \\
    -H "Authorization: Bearer $ACCESS_TOKEN" -H 'Content-Type: application/json' \\
    -d '{"user_id": "premjeet.sahu", "phone_number": "+919876543210"}'

${listed.length > 0 ? `${listed.map(describeHook).join('')}\n` : ''}Unless set with --context, pumpingGuard is off here, events, twilioVerify and hooks are on, clientGroups lets
the page verify codes that the client local issued, and apiReference adds ${pageUrl}/reference.html. All
options: npm start -- --help

Stop with Ctrl-C.
`;
}

const describeHook = ({
  name,
  url,
  authentication,
  secret,
}: Hook): string => `${name} at ${url} (${authentication}):
${Object.entries(secret)
  .map(([key, value]) => `  ${key.padEnd(13)} ${value}`)
  .join('\n')}
`;
