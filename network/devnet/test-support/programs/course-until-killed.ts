// Does with a network all that makes it write, and is gone at the write point of a number: killed, as by the system. What can be
// relied on is said line by line. Needs what `npm run build` makes.
import { writeSync } from 'node:fs';
import { KeptCourse, networkIn } from '../kept-course.ts';

const [folder = '', number = ''] = process.argv.slice(2);
let left = Number(number);
const { network } = networkIn(folder, () => {
  if (left-- === 0) process.kill(process.pid, 'SIGKILL');
});
const course = new KeptCourse(folder, network, (promised) => {
  const json = JSON.stringify(promised, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
  writeSync(1, `${json}\n`);
});
await course.run();
