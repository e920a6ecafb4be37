/** The program that serves the app. */
import { run } from '../shared/run.ts';
import { createApp } from './app.ts';

await run(createApp);
