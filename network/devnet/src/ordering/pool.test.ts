import { describe, expect, test } from '@jest/globals';
import { RequestPool, type Pending } from './pool.js';

const request = (id: string, size = 10): Pending => ({ id, bytes: Buffer.alloc(size) });
const limits = { maxMessageCount: 2, maxBytes: 100 };

/** The ids of each block that is cut until nothing waits, and whether it was full. */
function blocks(requests: readonly Pending[]): [string, boolean][] {
  const pool = new RequestPool();
  for (const one of requests) pool.add(one);
  const cut: [string, boolean][] = [];
  while (pool.size > 0) {
    const batch = pool.next(limits);
    cut.push([batch.requests.map(({ id }) => id).join(''), batch.isFull]);
    pool.take(batch.requests);
  }
  return cut;
}

describe('request pool', () => {
  test('services 78: as many as the channel allows, in order', () => {
    expect(blocks(['a', 'b', 'c'].map((id) => request(id)))).toEqual([
      ['ab', true],
      ['c', false],
    ]);
  });

  test('services 78: cuts before a block would be too large; what is too large stands alone', () => {
    expect(blocks([request('a', 60), request('b', 60), request('c', 120)])).toEqual([
      ['a', true],
      ['b', true],
      ['c', true],
    ]);
    expect(blocks([request('a', 50), request('b', 50)])).toEqual([['ab', true]]);
    expect(blocks([request('c', 120)])).toEqual([['c', true]]);
  });

  test('services 78: a configuration between others has a block of its own', () => {
    const configuration = { ...request('x'), isConfiguration: true };
    expect(blocks([request('a'), configuration, request('b')])).toEqual([
      ['a', true],
      ['x', true],
      ['b', false],
    ]);
  });

  test('knows what waits, and forgets what was taken', () => {
    const pool = new RequestPool(15);
    const [first, second] = [request('a'), request('a')];
    pool.add(first);
    expect([pool.has('a'), pool.full]).toEqual([true, false]);
    pool.add(second);
    expect(pool.full).toBe(true);
    pool.take([first]);
    expect([pool.has('a'), pool.full, pool.size]).toEqual([true, false, 1]);
    pool.take([second]);
    expect(pool.has('a')).toBe(false);
  });
});
