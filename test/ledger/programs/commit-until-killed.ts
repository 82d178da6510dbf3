// Commits a course to disk and is gone at the write point of a number: killed, as by the system. Needs what `npm run build` makes.
import { join } from 'node:path';
import { openDatabase } from '@argosy/ledger/database';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import { goOn, readCourse } from '../../support/deliveries.ts';
import { writingWithPoints } from '@argosy/ledger/write-points';

const [file = '', folder = '', number = ''] = process.argv.slice(2);
let left = Number(number);
const writing = writingWithPoints(() => {
  if (left-- === 0) process.kill(process.pid, 'SIGKILL');
});
const course = readCourse(file);
const ledger = await Ledger.open({
  genesisBlock: course.genesisBlock,
  memberOf: course.memberOf,
  store: FileBlockStore.open(folder, writing.file),
  database: await openDatabase(join(folder, 'state'), writing.database),
});
await goOn(ledger, course);
await ledger.close();
