const common = {
  testEnvironment: '<rootDir>/test/support/plain-environment.cjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/cdk\\.out', '<rootDir>/web/dist', '<rootDir>/client/dist', '<rootDir>/dist'],
};

/** @type {import('jest').Config} */
export default {
  // One more than the two cores of the usual machine, because workers spend part of their time waiting. Four
  // are no faster, and starve each other when the machine has other work.
  maxWorkers: 3,
  // Only stops tests that hang. It is long enough for a busy machine, and no test relies on it.
  testTimeout: 180_000,
  testSequencer: '<rootDir>/test/support/longest-first.js',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/{bench,docs,examples,handlers,smoke}/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/before-unit.ts',
      globalTeardown: '<rootDir>/test/support/after-unit.ts',
    },
    {
      ...common,
      displayName: 'client',
      testMatch: ['<rootDir>/client/test/**/*.test.ts'],
    },
    {
      ...common,
      displayName: 'web',
      testMatch: ['<rootDir>/web/test/**/*.test.ts'],
    },
    {
      ...common,
      displayName: 'local',
      testMatch: ['<rootDir>/local/test/**/*.test.ts'],
    },
    {
      ...common,
      testEnvironment: '<rootDir>/test/support/templates-environment.cjs',
      displayName: 'infra',
      testMatch: ['<rootDir>/test/{infra,workflows}/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/before-infra.ts',
      globalTeardown: '<rootDir>/test/support/after-run.ts',
    },
    {
      ...common,
      displayName: 'whole',
      testMatch: ['<rootDir>/test/{browser,e2e}/**/*.test.ts'],
      globalSetup: '<rootDir>/test/support/before-whole.ts',
      globalTeardown: '<rootDir>/test/support/after-run.ts',
    },
  ],
};
