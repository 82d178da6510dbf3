import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { OperatorError } from '@argosy/operator/operator-error';
import { reasonOf } from '@argosy/protocol/reason';
import { z } from 'zod';

/** A folder with somebody's Node chaincode, as its own files describe it. */
export type ChaincodeFolder = {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** The module that exports the contracts. */
  readonly main: string;
  readonly isTypeScript: boolean;
  /** How the folder builds itself, if it says so. */
  readonly build: string | undefined;
  /** The script that serves the chaincode, where the folder has one of its own. */
  readonly serve: string | undefined;
  /** What will go wrong, though not at once. */
  readonly warnings: readonly string[];
};

/** The script of a package.json that is run instead of the shim's own server. */
export const serveScript = 'argosy';

const manifestSchema = z.object({
  name: z.string().min(1).optional(),
  version: z.string().min(1).optional(),
  main: z.string().min(1).optional(),
  scripts: z.record(z.string(), z.string()).default({}),
});
type Manifest = z.infer<typeof manifestSchema>;

/** Look at a chaincode folder. Refuses what cannot be run: no package.json, nothing that says what to run, modules not installed. */
export function readChaincodeFolder(given: string): ChaincodeFolder {
  const path = resolve(given);
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new OperatorError({
      what: `There is no folder ${path}`,
      why: 'argosy devnet runs the chaincode of a folder.',
      fix: 'Name the folder that has the package.json of your chaincode.',
    });
  }
  const manifest = readManifest(path);
  const serve = manifest.scripts[serveScript];
  if (manifest.main === undefined && serve === undefined) {
    throw new OperatorError({
      what: `The package.json in ${path} does not say where the contracts are`,
      why: 'It has no main.',
      fix: 'Add "main" with the module that exports contracts, such as "main": "index.js".',
    });
  }
  const main = join(path, manifest.main ?? 'index.js');
  const warnings = serve === undefined ? requireModules(path) : [];
  return {
    path,
    name: chaincodeName(manifest.name ?? path.split(/[\\/]/).at(-1) ?? ''),
    version: (manifest.version ?? '1.0').replace(/[^A-Za-z0-9_.+-]/g, '_'),
    main,
    isTypeScript: existsSync(join(path, 'tsconfig.json')),
    build: manifest.scripts['build'],
    serve,
    warnings,
  };
}

/** Refuses a folder whose main module is not there, or not there yet. */
export function requireBuilt({ path, main, isTypeScript, build, serve }: ChaincodeFolder): void {
  if (serve !== undefined || isModule(main)) return;
  const canBuild = isTypeScript || build !== undefined;
  throw new OperatorError({
    what: canBuild
      ? `The chaincode in ${path} is not built`
      : `The chaincode in ${path} has no main module`,
    why: `Its package.json names ${main}, which does not exist.`,
    fix: canBuild
      ? `Run npm run build there, or let argosy do it: --watch.`
      : 'Correct "main" in the package.json.',
  });
}

/** As Node looks for a main module: with its extension or without, or as a folder. */
const isModule = (main: string): boolean =>
  ['', '.js', '.cjs', '.mjs', '/index.js'].some((end) => {
    const file = `${main}${end}`;
    return existsSync(file) && statSync(file).isFile();
  });

/** Fabric's rule for names of chaincodes; a package's scope is left away. */
export const chaincodeName = (name: string): string =>
  name
    .replace(/^@[^/]*\//, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

const otherLanguages = [
  ['go.mod', 'Go'],
  ['build.gradle', 'Java'],
  ['build.gradle.kts', 'Java'],
  ['pom.xml', 'Java'],
] as const;

function readManifest(path: string): Manifest {
  const file = join(path, 'package.json');
  if (!existsSync(file)) {
    const language = otherLanguages.find(([it]) => existsSync(join(path, it)))?.[1];
    throw new OperatorError({
      what: `${path} is no Node chaincode`,
      why:
        language === undefined
          ? 'It has no package.json.'
          : `It has no package.json; it looks like a chaincode in ${language}.`,
      fix: 'Name the folder that has the package.json of your chaincode; for an empty one, begin with npm init.',
    });
  }
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (failure) {
    throw new OperatorError({
      what: `${file} cannot be read`,
      why: failure instanceof z.ZodError ? z.prettifyError(failure) : `${reasonOf(failure)}.`,
      fix: 'Correct it.',
    });
  }
}

/** Refuses a folder whose modules are not installed. Answers what is known to be wrong with those that are. */
function requireModules(path: string): readonly string[] {
  const require = createRequire(join(path, 'package.json'));
  try {
    manifestOf(require, 'fabric-shim');
  } catch {
    const installed = existsSync(join(path, 'node_modules'));
    throw new OperatorError({
      what: `The modules of the chaincode in ${path} are not installed`,
      why: installed
        ? 'fabric-shim, which connects a chaincode with its peer, is not in its node_modules.'
        : 'It has no node_modules.',
      fix: installed
        ? 'Run npm install fabric-shim fabric-contract-api there.'
        : 'Run npm install there.',
    });
  }
  return unusableTransformer(require);
}

/** The package.json of a module as the folder itself would find it. */
const manifestOf = (require: NodeJS.Require, module: string): string =>
  require.resolve(`${module}/package.json`);

/** fabric-contract-api before 2.5.9 asks for class-transformer ^0.4.0, and works with 0.4.0 alone. */
function unusableTransformer(require: NodeJS.Require): readonly string[] {
  try {
    const contracts = manifestOf(require, 'fabric-contract-api');
    const found = manifestOf(createRequire(contracts), 'class-transformer');
    const version = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(found, 'utf8')));
    if (version.version !== '0.4.1') return [];
  } catch {
    return [];
  }
  return [
    'class-transformer 0.4.1 is installed, with which transactions that take or answer objects fail in fabric-contract-api 2.5 ' +
      '("classToPlain is not a function"). Add "overrides": { "class-transformer": "0.4.0" } to the package.json and install again.',
  ];
}
