import { describe, expect, test } from '@jest/globals';
import { systemAmbient } from '../ambient.js';
import { until } from '../../test-support/until.js';
import { RequestPool } from './pool.js';
import { Sequencer, type BlockProduction } from './sequencer.js';

const request = (id: string) => ({ id, bytes: Buffer.from(id) });

function sequencer(production: BlockProduction, fail = false) {
  const blocks: string[][] = [];
  const halted: unknown[] = [];
  const ready = { now: true };
  const instance = new Sequencer(production, {
    limits: () => ({ maxMessageCount: 3, maxBytes: 1000 }),
    timeoutMs: () => 50,
    canProduce: () => ready.now,
    produce: (requests) => {
      if (fail) return Promise.reject(new Error('disk full'));
      blocks.push(requests.map(({ id }) => id));
      return Promise.resolve();
    },
    halted: (error) => halted.push(error),
    ambient: systemAmbient,
  });
  return { instance, blocks, halted, ready };
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

  test('interval: the channel’s own time where none is given', async () => {
    const { instance, blocks } = sequencer({ mode: 'interval' });
    instance.accept(request('a'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(blocks).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(blocks).toEqual([['a']]);
    await instance.close();
  });

  test('manual: nothing before it is told to, then all that waits, within the limits', async () => {
    const { instance, blocks } = sequencer({ mode: 'manual' });
    for (const id of ['a', 'b', 'c', 'd']) instance.accept(request(id));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(blocks).toEqual([]);
    await instance.cut();
    expect(blocks).toEqual([['a', 'b', 'c'], ['d']]);
    instance.accept(request('e'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(blocks).toHaveLength(2);
    await instance.close();
  });

  test('manual: exactly these into one block, in this order, whatever the limits say', async () => {
    const { instance, blocks } = sequencer({ mode: 'manual' });
    for (const id of ['a', 'b', 'c', 'd', 'e']) instance.accept(request(id));
    await instance.cut(['e', 'b', 'c', 'a']);
    expect(blocks).toEqual([['e', 'b', 'c', 'a']]);
    expect(instance.waiting).toBe(1);
    await instance.close();
  });

  test('another mode from now on', async () => {
    const { instance, blocks } = sequencer({ mode: 'manual' });
    for (const id of ['a', 'b']) instance.accept(request(id));
    await new Promise(setImmediate);
    expect(blocks).toEqual([]);
    expect(instance.ids).toEqual(['a', 'b']);
    instance.production = { mode: 'instant' };
    await instance.cut([]);
    expect(blocks).toEqual([['a', 'b']]);
    instance.production = { mode: 'manual' };
    instance.accept(request('c'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(blocks).toHaveLength(1);
    instance.production = { mode: 'interval', milliseconds: 5 };
    await until(() => blocks.length === 2);
    await instance.close();
  });

  test('makes no block until enough of the ordering service is there', async () => {
    const { instance, blocks, ready } = sequencer({ mode: 'instant' });
    ready.now = false;
    instance.accept(request('a'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(blocks).toEqual([]);
    ready.now = true;
    instance.wake();
    await instance.cut();
    expect(blocks).toEqual([['a']]);
    await instance.close();
  });

  test('refuses while too much waits, and takes again after the next block', async () => {
    const ports = {
      limits: () => ({ maxMessageCount: 3, maxBytes: 1000 }),
      timeoutMs: () => 50,
      canProduce: () => true,
      produce: () => Promise.resolve(),
      halted: () => undefined,
      ambient: systemAmbient,
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
