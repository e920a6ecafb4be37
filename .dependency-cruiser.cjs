/** Imports go one way; see the folder map in README.md. */
const only = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(infra|workflows|handlers|web|local|examples|bench|docs|test)/', pathNot: to },
});

/** Folders of the domain, of infra and of the local services, top first: each imports only what is below it. */
const ROOMS = {
  'handlers/domain': [
    'reporting',
    'audit',
    'verifying',
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
  infra: ['stacks', 'page', 'api', 'workflow', 'functions', 'data', 'config', 'cdk'],
  'local/aws': [
    'cloudformation',
    'cloudwatch',
    'step-functions',
    'secrets-manager',
    'lambda',
    'dynamodb',
    'sns',
    'kms',
    'faults',
    'wire',
  ],
};

/** What of local/ knows the product. */
const LOCAL_START = '^local/(main|start-local|product|local-options|default-ports|welcome)\\.ts$';

const roomsOf = (names) => `(${names.join('|')})`;

/** An order of folders has no circle. */
const downwards = ([folder, rooms]) => [
  {
    name: `${folder}-has-only-rooms-with-a-place`,
    comment: 'Give the new folder its place in ROOMS.',
    severity: 'error',
    from: {},
    to: { path: `^${folder}/[^/]+/`, pathNot: `^${folder}/${roomsOf(rooms)}/` },
  },
  ...rooms.slice(1).map((room, at) => ({
    name: `${folder}/${room}-looks-down`,
    severity: 'error',
    from: { path: `^${folder}/${room}/` },
    to: { path: `^${folder}/${roomsOf(rooms.slice(0, at + 1))}/` },
  })),
];

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
    only(
      'adapters-serve-domain-and-channels',
      '^handlers/adapters/',
      '^handlers/(adapters|channels|domain|contract)/',
    ),
    only('runtime-knows-no-rule', '^handlers/runtime/', '^handlers/(runtime|domain|contract)/'),
    only(
      'entries-import-no-entries',
      '^handlers/(consumers|endpoints|hooks|steps)/',
      '^handlers/(channels|domain|adapters|runtime|contract)/',
    ),
    only('channels-answer-the-domain', '^handlers/channels/', '^handlers/(channels|domain|contract)/'),
    only('workflows-know-the-contract', '^workflows/', '^(workflows|handlers/contract)/'),
    only('infra-knows-workflows-and-contract', '^infra/', '^(infra|workflows|handlers/contract)/'),
    only('docs-know-what-they-document', '^docs/', '^(docs|handlers/contract|infra/config)/'),
    only('web-knows-the-contract', '^web/(build|src)/', '^(web|handlers/contract)/'),
    only('local-reads-what-was-synthesised', '^local/(?!test/)', '^local/(?!test/)'),
    only(
      'local-tests-know-local',
      '^local/test/',
      '^local/|^test/support/(eventually|process-tree|properties)',
    ),
    {
      name: 'local-knows-the-product-where-it-starts-it',
      severity: 'error',
      from: { path: '^local/(?!test/)', pathNot: LOCAL_START },
      to: { path: LOCAL_START },
    },
    only(
      'bench-starts-what-is-there',
      '^bench/',
      '^(bench|local)/|^infra/functions/bundle-options|^test/support/chromium|^test/handlers/simulation/',
    ),
    only('examples-use-the-package', '^examples/', '^examples/|^infra/token-courier\\.ts$'),
    only('smoke-knows-urls-and-the-contract', '^test/smoke/', '^(test/smoke|handlers/contract)/'),
    ...Object.entries(ROOMS).flatMap(downwards),
    {
      name: 'domain-kernel-knows-no-room',
      severity: 'error',
      from: { path: '^handlers/domain/[^/]+$', pathNot: '^handlers/domain/(issue-rule|channel)\\.ts$' },
      to: { path: '^handlers/domain/[^/]+/' },
    },
    // A rule and a channel are given what other rooms found, so their types name those of the rooms.
    {
      name: 'types-of-rules-and-channels-know-types-alone',
      severity: 'error',
      from: { path: '^handlers/domain/(issue-rule|channel)\\.ts$' },
      to: { path: '^handlers/domain/[^/]+/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters-serve-one-service',
      severity: 'error',
      from: { path: '^handlers/adapters/([^/]+)/' },
      to: { path: '^handlers/adapters/[^/]+/', pathNot: '^handlers/adapters/$1/' },
    },
    {
      name: 'what-infra-is-made-of-knows-not-the-whole',
      severity: 'error',
      from: { path: '^infra/[^/]+/', pathNot: '^infra/stacks/' },
      to: { path: '^infra/[^/]+$' },
    },
    {
      name: 'local-services-know-not-their-endpoint',
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
