import { expect, test } from '@jest/globals';
import type { LedgerEventEntry } from './reads.js';
import { SharedEvents } from './shared-events.js';

test('equal questions at one height are read once, and anew after a block', async () => {
  const answers: ((events: LedgerEventEntry[]) => void)[] = [];
  const read = () => new Promise<LedgerEventEntry[]>((resolve) => answers.push(resolve));
  let height = 5n;
  const shared = new SharedEvents({ events: read }, () => height);
  const place = { block: 4, index: 0 };
  const [first, second] = [shared.after(place, 100), shared.after(place, 100)];
  expect(answers).toHaveLength(1);
  height = 6n;
  const late = shared.after(place, 100);
  expect(answers).toHaveLength(2);
  for (const answer of answers) answer([]);
  await Promise.all([first, second, late]);
  void shared.after(place, 100);
  expect(answers).toHaveLength(3);
});
