/**
 * Keeps the code that V8 has compiled of a package's module, for the worker's other test files.
 *
 * Jest evaluates its own modules, and all that a test imports, anew for each test file. V8 would parse each of
 * them again: its cache does not know functions that may import(), as all of Jest's may.
 * https://nodejs.org/api/vm.html#vmcompilefunctioncode-params-options
 */
const vm = require('node:vm');

/** Our own modules are small, and ES modules, which Node compiles otherwise. */
const isOfPackage = (filename) => filename?.includes('/node_modules/') ?? false;

exports.keepCompiledCode = () => {
  const { compileFunction } = vm;
  /** By file: the source as a function of its parameters, and what V8 made of it. */
  const kept = new Map();

  vm.compileFunction = (source, parameters, options = {}) => {
    if (!isOfPackage(options.filename)) {
      return compileFunction(source, parameters, options);
    }
    const known = kept.get(options.filename);
    if (known?.source === source && known.parameters === String(parameters)) {
      // V8 compiles it anew by itself, if it cannot use the code.
      return compileFunction(source, parameters, { ...options, cachedData: known.code });
    }
    const compiled = compileFunction(source, parameters, { ...options, produceCachedData: true });
    kept.set(options.filename, { source, parameters: String(parameters), code: compiled.cachedData });
    return compiled;
  };
};
