/** DynamoDB's part in the machine: what Step Functions calls by itself, and what it names a token by. */

export const UPDATE_ITEM = 'arn:aws:states:::dynamodb:updateItem';
export const DELETE_ITEM = 'arn:aws:states:::dynamodb:deleteItem';

export const TOKEN_KEY = {
  user_id: { 'S.$': '$.admission.request.user_id' },
  purpose: { 'S.$': '$.admission.request.purpose' },
};
