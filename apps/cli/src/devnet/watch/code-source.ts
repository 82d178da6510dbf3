import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ChaincodeFolder } from '../chaincode-folder.js';
import { codeDigest, notLookedInto } from './code-digest.js';
import { Builds } from './builds.js';
import { watchCompiler } from './compiler.js';
import { watchFolder } from './folder-watcher.js';

/** Where new code comes from: it says when there is some, and when what was written cannot be built. */
export type CodeSource = { close(): Promise<void> };

export type CodeEvents = {
  /** The folder holds code that is complete, and other than before. */
  readonly onCode: () => void;
  readonly onBuilding: () => void;
  /** It could not be built; what the compiler said. */
  readonly onFault: (said: string) => void;
};

const quietMilliseconds = 40;

/**
 * Watch a folder for new code. JavaScript is new as soon as it is saved; TypeScript that is built by `tsc` alone is compiled by one
 * compiler that stays and does only what a change asks for; any other build script is run after each change.
 */
export function watchCode(folder: ChaincodeFolder, events: CodeEvents): CodeSource {
  const changed = whenChanged(folder.path, events.onCode);
  const compiler = folder.isTypeScript ? compilerOf(folder) : undefined;
  if (compiler !== undefined)
    return watchCompiler(folder.path, compiler, { ...events, ...changed });
  if (folder.build !== undefined && (folder.isTypeScript || !isOwnMain(folder)))
    return watchBuild(folder, { ...events, ...changed });
  const watcher = watchFolder(folder.path, {
    ignored: notLookedInto,
    quietMilliseconds,
    onChange: changed.onCode,
  });
  return {
    close: () => {
      watcher.close();
      return Promise.resolve();
    },
  };
}

/** Tells only of code that is other than the last: an editor may save the same again. */
function whenChanged(folder: string, tell: () => void): Pick<CodeEvents, 'onCode'> {
  let known = codeDigest(folder);
  const onCode = (): void => {
    const digest = codeDigest(folder);
    if (digest === known) return;
    known = digest;
    tell();
  };
  return { onCode };
}

/** Whether the main module is written by hand: it lies where no build puts its results. */
const isOwnMain = ({ path, main }: ChaincodeFolder): boolean =>
  !/^(dist|build|lib|out)[\\/]/.test(main.slice(path.length + 1));

type Command = readonly [string, ...string[]];

/** The folder's compiler, where its build script is nothing but a call of it. */
function compilerOf({ path, build }: ChaincodeFolder): Command | undefined {
  const [program, ...flags] = (build ?? 'tsc').trim().split(/\s+/);
  if (program !== 'tsc' || flags.some((it) => /[&|;<>$"'`]/.test(it))) return undefined;
  try {
    const typescript = createRequire(join(path, 'package.json')).resolve('typescript/package.json');
    const script = join(typescript, '../bin/tsc');
    const watching = ['--watch', '--preserveWatchOutput', '--pretty', 'false'];
    return existsSync(script) ? [process.execPath, script, ...flags, ...watching] : undefined;
  } catch {
    return undefined;
  }
}

function watchBuild(folder: ChaincodeFolder, events: CodeEvents): CodeSource {
  const builds = new Builds(folder.path, events);
  const results = folder.main
    .slice(folder.path.length + 1)
    .split(/[\\/]/)
    .slice(0, -1);
  const watcher = watchFolder(folder.path, {
    ignored: [...notLookedInto, ...results.slice(0, 1)],
    quietMilliseconds,
    onChange: () => builds.want(),
  });
  builds.want();
  return {
    close: () => {
      watcher.close();
      return builds.close();
    },
  };
}
