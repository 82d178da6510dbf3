// A tool that never looks up from its work, such as a compiler.
import { writeSync } from 'node:fs';

writeSync(1, `${JSON.stringify({ service: process.pid })}\n`);
for (;;);
