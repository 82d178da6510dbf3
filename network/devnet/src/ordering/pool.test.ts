import { describe, expect, test } from '@jest/globals';
import { RequestPool } from './pool.js';

const request = (id: string, size = 10) => ({ id, bytes: Buffer.alloc(size) });
const limits = { maxMessageCount: 2, absoluteMaxBytes: 100 };

describe('request pool', () => {
  test('cuts as many as the channel allows, in order', () => {
    const pool = new RequestPool();
    const requests = ['a', 'b', 'c'].map((id) => request(id));
    for (const one of requests) pool.add(one);
    expect(pool.cut(limits)).toEqual([requests[0]!.bytes, requests[1]!.bytes]);
    expect(pool.size).toBe(1);
  });

  test('cuts before a block would be too large, but always cuts one', () => {
    const pool = new RequestPool();
    for (const [id, size] of [
      ['a', 60],
      ['b', 60],
      ['c', 120],
    ] as const)
      pool.add(request(id, size));
    expect(pool.cut(limits)).toHaveLength(1);
    expect(pool.cut(limits)).toHaveLength(1);
    expect(pool.cut(limits)[0]).toHaveLength(120);
  });

  test('does not take a request that waits already', () => {
    const pool = new RequestPool();
    expect([pool.add(request('a')), pool.add(request('a'))]).toEqual([true, false]);
    pool.cut(limits);
    expect(pool.add(request('a'))).toBe(true);
  });
});
