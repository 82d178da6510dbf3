import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf } from '@argosy/protocol/reason';
import { readChaincodeFolder } from './chaincode-folder.js';
import type { ChaincodeFolder } from './chaincode-folder.js';

/*
 * Serves the chaincode of a folder for one organisation: `node chaincode-runner.js FOLDER`. Where, under which package id and with
 * which certificates is in the environment, by the names that Fabric's own images use. It prints one line of JSON when it is
 * reached, and ends with its parent.
 *
 * With ARGOSY_CHAINCODE_WAITS it is ready before it has the chaincode: it has loaded what takes long and changes seldom, and serves,
 * or says why it cannot, once it is told to.
 */

const betweenTries = 10;
const longestText = 20;
const waits = process.env['ARGOSY_CHAINCODE_WAITS'] === '1';

try {
  await run(readChaincodeFolder(process.argv[2] ?? ''));
} catch (failure) {
  process.stderr.write(`${textOf(failure)}\n`);
  if (waits) announce({ refused: true, why: textOf(failure) });
  else process.exit(1);
}

async function run(folder: ChaincodeFolder): Promise<void> {
  const address = environment('CHAINCODE_SERVER_ADDRESS');
  process.chdir(folder.path);
  endWithParent();
  if (folder.serve === undefined) setArguments(folder, address);
  if (waits) {
    if (folder.serve === undefined) preload(folder);
    announce({ ready: true });
    await told('serve');
  }
  if (folder.serve === undefined) serveByShim(folder);
  else serveByScript(folder, folder.serve);
  await reached(address);
  announce(waits ? { serving: true } : { ready: true, address });
}

function announce(what: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

/** Where in the chaincode it went wrong, without the frames of Node itself. */
function textOf(failure: unknown): string {
  const stack = failure instanceof Error ? failure.stack : undefined;
  if (stack === undefined) return reasonOf(failure);
  const lines = stack.split('\n').filter((it) => !/^ +at .*(node:|chaincode-runner)/.test(it));
  return lines.slice(0, longestText).join('\n');
}

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing in the environment`);
  return value;
}

function requireFrom({ path }: ChaincodeFolder): NodeJS.Require {
  return createRequire(join(path, 'package.json'));
}

/** As if `fabric-chaincode-node server` had been called: the shim's reader of arguments takes them when it is loaded itself. */
function setArguments(folder: ChaincodeFolder, address: string): void {
  process.argv = [
    ...[process.execPath, shimProgram(folder), 'server', `--chaincode-address=${address}`],
    `--chaincode-id=${environment('CHAINCODE_ID')}`,
    `--chaincode-tls-cert-file=${environment('CHAINCODE_TLS_CERT_FILE')}`,
    `--chaincode-tls-key-file=${environment('CHAINCODE_TLS_KEY_FILE')}`,
    `--chaincode-tls-client-cacert-file=${environment('CHAINCODE_TLS_CLIENT_CACERT_FILE')}`,
    `--module-path=${folder.path}`,
  ];
}

function shimProgram(folder: ChaincodeFolder): string {
  return requireFrom(folder).resolve('fabric-shim/cli.js');
}

function preload(folder: ChaincodeFolder): void {
  const require = requireFrom(folder);
  for (const name of ['fabric-shim', 'fabric-contract-api']) {
    try {
      require(name);
    } catch {
      // A chaincode need not have both.
    }
  }
}

/** What `fabric-chaincode-node server` does, with the folder's own shim, in this process. */
function serveByShim(folder: ChaincodeFolder): void {
  const require = requireFrom(folder);
  requireContracts(require, folder.main);
  require(shimProgram(folder));
}

/** The shim's own words for a module without contracts do not say what is missing. */
function requireContracts(require: NodeJS.Require, main: string): void {
  const exported: unknown = require(main);
  const contracts =
    typeof exported === 'object' && exported !== null && 'contracts' in exported
      ? exported.contracts
      : exported;
  const list: readonly unknown[] = Array.isArray(contracts) ? contracts : [contracts];
  if (list.length > 0 && list.every((it) => typeof it === 'function')) return;
  throw new Error(
    `${main} exports no contract. It must export an array of contract classes: module.exports.contracts = [MyContract]; or export const contracts: unknown[] = [MyContract].`,
  );
}

/** A script of the folder: it finds the folder's programs, and everything else in its environment. */
function serveByScript({ path }: ChaincodeFolder, script: string): void {
  const modules = join(path, 'node_modules', '.bin');
  const PATH = existsSync(modules)
    ? `${modules}${delimiter}${process.env['PATH'] ?? ''}`
    : process.env['PATH'];
  const child = spawn(script, {
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH },
    detached: true,
  });
  const end = (): void => {
    // The group: a script is a shell and what it started.
    if (child.pid !== undefined) killGroup(child.pid);
  };
  child.once('error', (failure) => {
    process.stderr.write(`${failure.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    end();
    process.stderr.write(`the script ended (${signal ?? `exit code ${code ?? 'unknown'}`})\n`);
    process.exit(code === 0 ? 1 : (code ?? 1));
  });
  process.on('exit', end);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => process.exit(0));
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function endWithParent(): void {
  if (process.env['ARGOSY_PARENT_PIPE'] !== '1') return;
  const end = (): void => process.exit(0);
  process.stdin.on('end', end);
  process.stdin.on('error', end);
  process.stdin.resume();
}

/** Resolves when the parent has written this line. */
function told(line: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdin.setEncoding('utf8').on('data', (text: string) => {
      if (text.split('\n').includes(line)) resolve();
    });
  });
}

/** Resolves when somebody listens. */
async function reached(address: string): Promise<void> {
  while (!(await accepts(address))) {
    // The shim has then said why, and leaves it at that.
    if (process.exitCode === 1) throw new Error('fabric-shim did not start the chaincode');
    await delay(betweenTries);
  }
}

function accepts(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) });
    const settle = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', settle(true));
    socket.once('error', settle(false));
  });
}
