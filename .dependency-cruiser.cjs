/** Imports go one way; see the folder map in README.md. */
const only = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(infra|workflows|handlers|web|local|bench|docs|test)/', pathNot: to },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    // aws-lambda is types only: the package of that name is not installed.
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    only('contract-imports-nothing', '^handlers/contract/', '^handlers/contract/'),
    {
      name: 'contract-knows-no-aws',
      severity: 'error',
      from: { path: '^handlers/contract/' },
      to: { path: 'node_modules/(@aws-sdk|@aws-lambda-powertools|aws-cdk-lib)/' },
    },
    only('domain-is-pure', '^handlers/domain/', '^handlers/(domain|contract)/'),
    {
      name: 'domain-knows-no-aws',
      severity: 'error',
      from: { path: '^handlers/domain/' },
      to: { path: 'node_modules/(@aws-sdk|@aws-lambda-powertools)/' },
    },
    only('adapters-serve-the-domain', '^handlers/adapters/', '^handlers/(adapters|domain|contract)/'),
    only('runtime-knows-no-rule', '^handlers/runtime/', '^handlers/(runtime|domain|contract)/'),
    only(
      'entries-import-no-entries',
      '^handlers/(steps|endpoints|hooks)/',
      '^handlers/(domain|adapters|runtime|contract)/',
    ),
    only('workflows-know-the-contract', '^workflows/', '^(workflows|handlers/contract)/'),
    only('infra-knows-workflows-and-contract', '^infra/', '^(infra|workflows|handlers/contract)/'),
    only('docs-know-the-contract', '^docs/', '^(docs|handlers/contract)/'),
    only('web-knows-the-contract', '^web/', '^(web|handlers/contract)/'),
    only('local-reads-what-was-synthesised', '^local/', '^local/'),
    only(
      'bench-starts-what-is-there',
      '^bench/',
      '^(bench|local)/|^infra/functions/bundle-options|^test/support/chromium|^test/handlers/simulation/',
    ),
    only('smoke-knows-urls-and-the-contract', '^test/smoke/', '^(test/smoke|handlers/contract)/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|cdk\\.out)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      conditionNames: ['import', 'types', 'default', 'node'],
      exportsFields: ['exports'],
    },
  },
};
