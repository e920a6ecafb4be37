/** The plain environment, whose setup waits for the templates; see templates.ts. */
const { existsSync, readFileSync } = require('node:fs');
const { setTimeout: wait } = require('node:timers/promises');
const PlainEnvironment = require('./plain-environment.cjs');

const POLL_MS = 50;

module.exports = class TemplatesEnvironment extends PlainEnvironment {
  async setup() {
    await super.setup();
    const outcome = process.env.TEST_TEMPLATES_OUTCOME;
    while (!existsSync(outcome)) {
      await wait(POLL_MS);
    }
    const failure = readFileSync(outcome, 'utf8');
    if (failure !== '') {
      throw new Error(failure);
    }
  }
};
