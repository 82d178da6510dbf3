#!/usr/bin/env node
// Entry of every npm command. Plain JavaScript without dependencies, because it runs before
// anything is installed and on any Node from 20.11 on.
import {
  argosy,
  bench,
  build,
  check,
  conformance,
  start,
  test,
  testLong,
} from './launch/commands.js';
import { Failure, say } from './launch/report.js';
import { superviseThisProcess } from './launch/processes.js';

const commands = {
  ...{ start, build, check, test, 'test:long': testLong, conformance, bench },
  argosy,
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
superviseThisProcess();
try {
  if (command === undefined) {
    throw new Failure(`usage: node scripts/launch.js <${Object.keys(commands).join('|')}>`);
  }
  process.exitCode = await command(args);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(error.message);
  process.exitCode = 1;
}
