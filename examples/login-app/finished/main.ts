/** The program that serves the app. */
import { TokenCourierClient } from '../../../client/src/index.ts';
import { run } from '../shared/run.ts';
import { createApp } from './app.ts';

const {
  TOKEN_COURIER_API_URL = '',
  TOKEN_COURIER_TOKEN_URL = '',
  TOKEN_COURIER_CLIENT_ID = '',
  TOKEN_COURIER_CLIENT_SECRET = '',
} = process.env;

const courier = new TokenCourierClient({
  apiUrl: TOKEN_COURIER_API_URL,
  tokenUrl: TOKEN_COURIER_TOKEN_URL,
  clientId: TOKEN_COURIER_CLIENT_ID,
  clientSecret: TOKEN_COURIER_CLIENT_SECRET,
  // People wait for the page meanwhile.
  timeoutSeconds: 15,
});

await run((parts) => createApp(parts, courier));
