// A program that listens to nobody, with a child that does not either.
import { spawn } from 'node:child_process';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
setInterval(() => undefined, 1_000);
if (process.argv[2] !== 'child') {
  const path = new URL(import.meta.url).pathname;
  const child = spawn(process.execPath, [path, 'child'], { stdio: 'ignore' });
  console.log(JSON.stringify({ service: process.pid, helper: child.pid }));
}
