// A program like ours: listens, has a child of its own, drains when told to or when its stdin ends.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const child = spawn(process.execPath, [new URL('helper.js', import.meta.url).pathname], {
  stdio: ['pipe', 'ignore', 'ignore'],
});
const server = createServer().listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  console.log(JSON.stringify({ service: process.pid, helper: child.pid, port }));
});

let interrupts = 0;
let draining = false;
function drain(why) {
  if (why === 'SIGINT') interrupts += 1;
  if (draining) return;
  draining = true;
  setTimeout(() => {
    console.log(JSON.stringify({ drained: why, interrupts }));
    process.exit(0);
  }, 700);
}
process.on('SIGINT', () => drain('SIGINT'));
process.on('SIGTERM', () => drain('SIGTERM'));
process.stdout.on('error', () => undefined);
if (process.env.ARGOSY_PARENT_PIPE === '1') {
  process.stdin.resume().on('end', () => setImmediate(drain, 'end of stdin'));
}
