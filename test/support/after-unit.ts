import { endDynamoDbLocal } from './shared-dynamodb.ts';

export default endDynamoDbLocal;
