/**
 * Keeps V8's compiled code of all that a worker loads for its suites. Jest loads its own modules and those of the
 * project anew for each suite, and gives V8 no chance to find what it has compiled before: a third of what a small
 * suite takes. Suites share nothing else by it, since code is the same for all of them.
 *
 * https://nodejs.org/api/vm.html#scriptcreatecacheddata
 */
const vm = require('node:vm');

const { SourceTextModule } = vm;

/** By file: the text that was compiled, and its compiled code. */
const scripts = new Map();
const modules = new Map();
/** Scripts whose code is kept when their suite has ended, with the functions that it called. */
let running = [];

const codeOf = (kept, file, source) => {
  const known = kept.get(file);
  // V8 itself compares only the length of the text.
  return known?.source === source ? { cachedData: known.cachedData } : {};
};

/** As vm.compileFunction() does, which keeps no code of the functions inside. */
function compileFunction(source, parameters, { filename, importModuleDynamically, parsingContext }) {
  const before = `(function (${parameters.join(',')}) {`;
  const cached = codeOf(scripts, filename, source);
  const script = new vm.Script(`${before}${source}\n})`, {
    filename,
    columnOffset: -before.length,
    importModuleDynamically,
    ...cached,
  });
  if (cached.cachedData === undefined || script.cachedDataRejected) {
    running.push({ filename, source, script });
  }
  return script.runInContext(parsingContext);
}

class KeptModule extends SourceTextModule {
  constructor(source, options) {
    const cached = codeOf(modules, options.identifier, source);
    if (cached.cachedData !== undefined) {
      super(source, { ...options, ...cached });
      return;
    }
    super(source, options);
    // Only possible before its functions have run.
    modules.set(options.identifier, { source, cachedData: this.createCachedData() });
  }
}

/** Has all modules of this process compiled this way, which Jest's runtime does through `node:vm`. */
exports.keepCompiledCode = () => {
  vm.compileFunction = compileFunction;
  vm.SourceTextModule = KeptModule;
};

/** To call at the end of each suite. */
exports.suiteEnded = () => {
  for (const { filename, source, script } of running) {
    scripts.set(filename, { source, cachedData: script.createCachedData() });
  }
  running = [];
};
