/** DynamoDB in the state machine: the calls that Step Functions makes itself, and the key of a token. */
import { TOKEN_SLOT } from '../handlers/contract/vocabulary.ts';

/** The Resource of a task that calls DynamoDB, in a partition such as `aws`. */
export const storeCall = (partition: string, operation: 'updateItem' | 'deleteItem'): string =>
  `arn:${partition}:states:::dynamodb:${operation}`;

export const TOKEN_KEY = {
  user_id: { 'S.$': '$.admission.request.user_id' },
  slot: {
    'S.$': `States.Format('{}${TOKEN_SLOT}{}', $.admission.request.client_group, $.admission.request.purpose)`,
  },
};
