/**
 * Jest's environment for Node, in a context whose global object is an ordinary one.
 *
 * In the context that Jest makes, every look at a global (`Math`, `Promise`, `JSON`) runs through an
 * interceptor; what computes much, as AWS's SDK and the simulations do, takes several times as long there.
 * https://nodejs.org/api/vm.html#vmconstantsdont_contextify
 */
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { createContext } = vm;

module.exports = class PlainEnvironment extends TestEnvironment {
  constructor(...given) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
};
