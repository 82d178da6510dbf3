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
 */

const betweenTries = 10;

try {
  await serve(readChaincodeFolder(process.argv[2] ?? ''));
} catch (failure) {
  process.stderr.write(`${reasonOf(failure)}\n`);
  process.exit(1);
}

async function serve(folder: ChaincodeFolder): Promise<void> {
  const address = environment('CHAINCODE_SERVER_ADDRESS');
  process.chdir(folder.path);
  if (folder.serve === undefined) {
    endWithParent(() => process.exit(0));
    serveByShim(folder, address);
  } else {
    serveByScript(folder, folder.serve);
  }
  await reached(address);
  process.stdout.write(`${JSON.stringify({ ready: true, address })}\n`);
}

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing in the environment`);
  return value;
}

/** What `fabric-chaincode-node server` does, with the folder's own shim, in this process. */
function serveByShim({ path, main }: ChaincodeFolder, address: string): void {
  const require = createRequire(join(path, 'package.json'));
  const program = require.resolve('fabric-shim/cli.js');
  // Before anything of the folder is loaded: the shim's reader of arguments takes them when it is loaded itself.
  process.argv = [
    ...[process.execPath, program, 'server', `--chaincode-address=${address}`],
    `--chaincode-id=${environment('CHAINCODE_ID')}`,
    `--chaincode-tls-cert-file=${environment('CHAINCODE_TLS_CERT_FILE')}`,
    `--chaincode-tls-key-file=${environment('CHAINCODE_TLS_KEY_FILE')}`,
    `--chaincode-tls-client-cacert-file=${environment('CHAINCODE_TLS_CLIENT_CACERT_FILE')}`,
    `--module-path=${path}`,
  ];
  requireContracts(require, main);
  require(program);
}

/** The shim's own words for a module without contracts do not say what is missing. */
function requireContracts(require: NodeJS.Require, main: string): void {
  const exported: unknown = require(main);
  const contracts =
    typeof exported === 'object' && exported !== null && 'contracts' in exported
      ? exported.contracts
      : exported;
  if (typeof contracts === 'function' || (Array.isArray(contracts) && contracts.length > 0)) return;
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
  endWithParent(() => process.exit(0));
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function endWithParent(end: () => void): void {
  if (process.env['ARGOSY_PARENT_PIPE'] !== '1') return;
  process.stdin.on('end', end);
  process.stdin.on('error', end);
  process.stdin.resume();
}

/** Resolves when somebody listens. */
async function reached(address: string): Promise<void> {
  while (!(await accepts(address))) await delay(betweenTries);
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
