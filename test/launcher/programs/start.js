// A launcher as scripts/launch.js is one: supervised, with one program below it.
import { run, superviseThisProcess } from '../../../scripts/launch/processes.js';

superviseThisProcess();
console.log(JSON.stringify({ launcher: process.pid, shell: process.ppid }));
const { code } = await run(process.execPath, process.argv.slice(2));
process.exitCode = code;
