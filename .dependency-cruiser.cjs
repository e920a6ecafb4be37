/** Imports go in one direction only; see the folder map in README.md. */
const only = (name, from, to, notFrom) => ({
  name,
  severity: 'error',
  from: { path: from, ...(notFrom ? { pathNot: notFrom } : {}) },
  to: { path: '^(infra|workflows|handlers|web|local|examples|bench|docs|test)/', pathNot: to },
});

/**
 * Folders of the domain, infra and the local services, top first. Each imports only from folders below it.
 */
const FOLDERS = {
  'handlers/domain': [
    'people',
    'integrations',
    'canary',
    'cognito',
    'reporting',
    'audit',
    'events',
    'twilio',
    'verifying',
    'deliveries',
    'issuing',
    'delivering',
    'contacts',
    'spending',
    'pumping',
    'limits',
    'messages',
    'destinations',
    'token',
  ],
  infra: [
    'packaging',
    'commands',
    'pipeline',
    'stacks',
    'cognito',
    'page',
    'alarms',
    'api',
    'workflow',
    'events',
    'functions',
    'data',
    'config',
    'cdk',
  ],
  'local/aws': [
    'cloudformation',
    'cloudwatch',
    'step-functions',
    'secrets-manager',
    'ses',
    'eventbridge',
    'scheduler',
    'outside',
    'sqs',
    'lambda',
    'dynamodb',
    'sns',
    'sts',
    'kms',
    'faults',
    'wire',
  ],
};

/** The files of local/ that know the product. */
const LOCAL_START =
  '^local/(main|start-command|start-local|product|local-options|default-ports|welcome)\\.ts$';

const oneOf = (names) => `(${names.join('|')})`;

/** The rules for one list of folders. An order among the folders excludes cycles. */
const downwards = ([parent, folders]) => [
  {
    name: `${parent}-has-only-listed-folders`,
    comment: 'Add the new folder to FOLDERS.',
    severity: 'error',
    from: {},
    to: { path: `^${parent}/[^/]+/`, pathNot: `^${parent}/${oneOf(folders)}/` },
  },
  ...folders.slice(1).map((folder, at) => ({
    name: `${parent}/${folder}-imports-only-from-below`,
    severity: 'error',
    from: { path: `^${parent}/${folder}/` },
    to: { path: `^${parent}/${oneOf(folders.slice(0, at + 1))}/` },
  })),
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    // aws-lambda has types only; the package itself is not installed.
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
    only('contract-imports-only-itself', '^handlers/contract/', '^handlers/contract/'),
    {
      name: 'contract-imports-no-aws',
      severity: 'error',
      from: { path: '^handlers/contract/' },
      to: { path: 'node_modules/(@aws-sdk|@aws-lambda-powertools|aws-cdk-lib)/' },
    },
    only('domain-imports-only-domain-and-contract', '^handlers/domain/', '^handlers/(domain|contract)/'),
    {
      name: 'domain-imports-no-aws',
      severity: 'error',
      from: { path: '^handlers/domain/' },
      to: { path: 'node_modules/(@aws-sdk|@aws-lambda-powertools)/' },
    },
    only(
      'adapters-import-only-channels-domain-and-contract',
      '^handlers/adapters/',
      '^handlers/(adapters|channels|domain|contract)/',
    ),
    only(
      'runtime-imports-only-domain-and-contract',
      '^handlers/runtime/',
      '^handlers/(runtime|domain|contract)/',
    ),
    only(
      'entries-import-no-entries',
      '^handlers/(consumers|endpoints|hooks|integrations|steps|twilio)/',
      '^handlers/(channels|domain|adapters|runtime|contract)/',
    ),
    only(
      'channels-import-only-domain-and-contract',
      '^handlers/channels/',
      '^handlers/(channels|domain|contract)/',
    ),
    only('workflows-import-only-the-contract', '^workflows/', '^(workflows|handlers/contract)/'),
    // They do with the tables what functions do, from the machine of whoever operates the service.
    only(
      'commands-import-only-adapters-domain-contract-and-config',
      '^infra/commands/',
      '^(infra/(commands|config)|handlers/(adapters|domain|contract))/',
    ),
    // The synth counts the parts of texts, the page previews them, and their languages are documented.
    only(
      'infra-imports-only-workflows-contract-and-messages',
      '^infra/',
      '^(infra|workflows|handlers/(contract|domain/messages))/',
      '^infra/(commands|packaging)/',
    ),
    // The licences of the page are what Vite found in it.
    only('packaging-imports-only-infra-and-notices', '^infra/packaging/', '^(infra|web/build/third-party)/'),
    only(
      'docs-import-only-contract-messages-config-and-bills',
      '^docs/',
      '^(docs|handlers/(contract|domain/messages)|infra/config|bench/cost)/',
      '^docs/build/diagrams/',
    ),
    only(
      'diagrams-import-only-the-stacks-and-test-support',
      '^docs/build/diagrams/',
      '^docs/build/diagrams/|^infra/stacks/build-stacks|^test/support/(chromium|deployments)\\.ts$',
    ),
    only(
      'web-imports-only-the-contract-and-messages',
      '^web/(build|src)/',
      '^(web|handlers/(contract|domain/messages))/',
    ),
    only('client-imports-only-itself', '^client/', '^client/'),
    {
      name: 'client-has-no-dependencies',
      comment: 'Only the helpers for an auth library import that library.',
      severity: 'error',
      from: { path: '^client/src/', pathNot: '^client/src/(better-auth/|supertokens\\.ts)' },
      to: { pathNot: '^client/src/' },
    },
    only('local-imports-only-itself', '^local/(?!test/)', '^local/(?!test/)'),
    only(
      'local-tests-import-only-local',
      '^local/test/',
      '^local/|^test/support/(eventually|process-tree|properties)',
    ),
    {
      name: 'only-the-start-of-local-knows-the-product',
      severity: 'error',
      from: { path: '^local/(?!test/)', pathNot: LOCAL_START },
      to: { path: LOCAL_START },
    },
    only(
      'bench-imports-only-local-and-test-support',
      '^bench/(?!scale/)',
      // A price of alarms is also in the configuration's text.
      '^(bench|local)/|^handlers/contract/alarm\\.ts$|^infra/functions/bundle-options|^test/support/chromium|^test/handlers/simulation/',
    ),
    // Its simulation is of the keys that the service makes.
    only(
      'the-scale-bench-imports-also-keys',
      '^bench/scale/',
      '^(bench|local)/|^handlers/(contract|domain)/',
    ),
    only(
      'examples-import-only-the-constructs-and-the-client',
      '^examples/',
      '^examples/|^infra/(token-courier|cognito/(custom-auth|code-senders|code-key))\\.ts$|^client/',
      '^examples/login-app/start\\.ts$',
    ),
    only(
      'the-start-of-the-login-app-imports-only-local',
      '^examples/login-app/start\\.ts$',
      '^examples/login-app/|^local/',
    ),
    only('smoke-tests-import-only-the-contract', '^test/smoke/', '^(test/smoke|handlers/contract)/'),
    ...Object.entries(FOLDERS).flatMap(downwards),
    {
      name: 'files-of-domain-import-from-no-folder',
      severity: 'error',
      from: { path: '^handlers/domain/[^/]+$', pathNot: '^handlers/domain/(issue-rule|channel)\\.ts$' },
      to: { path: '^handlers/domain/[^/]+/' },
    },
    // Rules and channels receive what other folders found, so their types refer to the types of those
    // folders.
    {
      name: 'rules-and-channels-import-only-types-from-folders',
      severity: 'error',
      from: { path: '^handlers/domain/(issue-rule|channel)\\.ts$' },
      to: { path: '^handlers/domain/[^/]+/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters-do-not-import-other-services',
      severity: 'error',
      from: { path: '^handlers/adapters/([^/]+)/' },
      to: { path: '^handlers/adapters/[^/]+/', pathNot: '^handlers/adapters/$1/' },
    },
    {
      name: 'folders-of-infra-do-not-import-the-construct',
      severity: 'error',
      from: { path: '^infra/[^/]+/', pathNot: '^infra/stacks/' },
      to: { path: '^infra/[^/]+$' },
    },
    {
      name: 'local-services-do-not-import-their-endpoint',
      severity: 'error',
      from: { path: '^local/aws/[^/]+/' },
      to: { path: '^local/aws/[^/]+$' },
    },
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
