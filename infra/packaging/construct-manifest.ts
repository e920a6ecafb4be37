/** The package.json of the construct's package, made from the repository's. */

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What the compiled files import. What else the repository depends on is in the bundles, or builds them. */
const DEPENDENCIES = ['libphonenumber-js', 'yaml', 'zod'];
/** An app has one of each, because constructs of different copies do not fit together. */
const PEERS = ['aws-cdk-lib', 'constructs'];

export function constructManifest(repository: Manifest) {
  const { name, version, description, license, exports, dependencies, devDependencies } = repository;
  const versionsOf = (names: readonly string[]) =>
    Object.fromEntries(names.map((each) => [each, { ...devDependencies, ...dependencies }[each]]));
  const main = exports['.'] ?? '';
  return {
    name,
    version,
    description,
    keywords: ['aws', 'cdk', 'aws-cdk', 'mfa', '2fa', 'otp', 'sms', 'second-factor', 'one-time-password'],
    license,
    type: 'module',
    sideEffects: false,
    files: ['docs', 'handlers', 'infra', 'prebuilt', 'workflows', 'THIRD-PARTY-NOTICES.txt'],
    // The first one in which CommonJS can require ES modules, as most CDK apps do.
    engines: { node: '>=22.12' },
    exports: {
      ...Object.fromEntries(
        Object.entries(exports).map(([path, source]) => [
          path,
          { types: compiled(source, '.d.ts'), default: compiled(source, '.js') },
        ]),
      ),
      './package.json': './package.json',
    },
    // For TypeScript with `moduleResolution: node10`, which does not know `exports`.
    main: compiled(main, '.js'),
    types: compiled(main, '.d.ts'),
    typesVersions: {
      '*': Object.fromEntries(
        Object.entries(exports)
          .filter(([path]) => path !== '.')
          .map(([path, source]) => [path.replace('./', ''), [compiled(source, '.d.ts')]]),
      ),
    },
    dependencies: versionsOf(DEPENDENCIES),
    peerDependencies: versionsOf(PEERS),
    publishConfig: { access: 'public' },
  };
}

const compiled = (source: string, extension: string): string => source.replace(/\.ts$/, extension);
