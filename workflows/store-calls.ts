/** DynamoDB's part in the machine: what Step Functions calls by itself, and what it names a token by. */
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
