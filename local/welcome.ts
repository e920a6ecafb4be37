/** What `npm start` prints when everything is up. */
import type { LocalRuntime } from './start-local.ts';

/** Without a line break at the end. */
export function welcome({ pageUrl, apiUrl, awsUrl, issuerUrl, aws }: LocalRuntime): string {
  const engine =
    aws.dynamodbEngine === 'dynamodb-local'
      ? 'DynamoDB Local'
      : `dynalite${aws.engineReason === undefined ? '' : ` (${aws.engineReason})`}`;
  return `
Token Courier is running on this machine. Nothing is kept when it stops.

  Page     ${pageUrl}/
  API      ${apiUrl}
  Inbox    ${pageUrl}/inbox
  Issuer   ${issuerUrl}
  AWS      ${awsUrl} (AWS_ENDPOINT_URL for the AWS CLI and SDKs)
  Tables   ${engine}

An access token:

  TOKEN=$(curl -s -u local:local -d grant_type=client_credentials ${issuerUrl}/oauth2/token \\
    | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')

Issue a security token, then read it in the inbox:

  curl -i ${apiUrl}/tokens -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
    -d '{"user_id":"premjeet.sahu","phone_number":"+491701234567"}'
  curl -s ${pageUrl}/_local/messages

Stop with Ctrl-C.
`;
}
