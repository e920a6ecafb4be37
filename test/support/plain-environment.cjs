/**
 * Jest's environment for Node, in a context with an ordinary global object.
 *
 * In the context that Jest creates, every access to a global (`Math`, `Promise`, `JSON`) goes through an
 * interceptor. CPU-bound code such as AWS's SDK and the simulations takes several times as long there.
 * https://nodejs.org/api/vm.html#vmconstantsdont_contextify
 */
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { keepCompiledCode, suiteEnded } = require('./compiled-code.cjs');

const { createContext } = vm;
keepCompiledCode();
if (process.send !== undefined) {
  // A worker with nothing left to do would first free what all its suites have left in memory. On a busy machine that
  // takes more than the half a second after which Jest says that it failed to exit.
  process.once('beforeExit', () => process.exit());
}

module.exports = class PlainEnvironment extends TestEnvironment {
  constructor(...given) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }

  async teardown() {
    await super.teardown();
    suiteEnded();
  }
};
