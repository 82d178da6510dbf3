import { describe, expect, test } from '@jest/globals';
import { RequestPool } from './pool.js';
import { Sequencer, type BlockProduction } from './sequencer.js';

const request = (id: string) => ({ id, bytes: Buffer.from(id) });

function sequencer(production: BlockProduction, fail = false) {
  const blocks: string[][] = [];
  const halted: unknown[] = [];
  const instance = new Sequencer(production, {
    limits: () => ({ maxMessageCount: 3, absoluteMaxBytes: 1000 }),
    produce: async (entries) => {
      if (fail) throw new Error('disk full');
      blocks.push(entries.map((entry) => Buffer.from(entry).toString()));
    },
    halted: (error) => halted.push(error),
  });
  return { instance, blocks, halted };
}

describe('sequencer', () => {
  test('instant: what came together goes together, up to the limit', async () => {
    const { instance, blocks } = sequencer({ mode: 'instant' });
    for (const id of ['a', 'b', 'c', 'd']) instance.accept(request(id));
    await instance.close();
    expect(blocks).toEqual([['a', 'b', 'c'], ['d']]);
  });

  test('interval: waits, unless a block is full', async () => {
    const { instance, blocks } = sequencer({ mode: 'interval', milliseconds: 50 });
    instance.accept(request('a'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(blocks).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(blocks).toEqual([['a']]);
    for (const id of ['b', 'c', 'd']) instance.accept(request(id));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(blocks[1]).toEqual(['b', 'c', 'd']);
    await instance.close();
  });

  test('refuses while too much waits, and takes again after the next block', async () => {
    const ports = {
      limits: () => ({ maxMessageCount: 3, absoluteMaxBytes: 1000 }),
      produce: () => Promise.resolve(),
      halted: () => undefined,
    };
    const instance = new Sequencer({ mode: 'instant' }, ports, new RequestPool(2));
    expect(['a', 'b', 'c'].map((id) => instance.accept(request(id)))).toEqual([
      undefined,
      undefined,
      'too many transactions wait for their block',
    ]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(instance.accept(request('c'))).toBeUndefined();
    await instance.close();
  });

  test('takes nothing after a block could not be committed', async () => {
    const { instance, halted } = sequencer({ mode: 'instant' }, true);
    expect(instance.accept(request('a'))).toBeUndefined();
    await instance.close();
    expect(instance.accept(request('b'))).toBe('the channel takes no more transactions');
    expect(halted).toHaveLength(1);
  });
});
