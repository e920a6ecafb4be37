import { serveDynamoDbLocal } from './shared-dynamodb.ts';

export default serveDynamoDbLocal;
