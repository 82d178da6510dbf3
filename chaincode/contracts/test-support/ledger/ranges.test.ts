import { describe, expect, test } from '@jest/globals';
import { both, collect, keysOf, reads, ScriptedLedger, writes } from './scripted.js';
import type { Script } from './scripted.js';

const range =
  (start: string, end: string): Script =>
  (stub) =>
    keysOf(stub.getStateByRange(start, end));
const listed = (payload: string): unknown => JSON.parse(payload);
const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `k${String(i).padStart(4, '0')}`);

describe('a range', () => {
  test('has its start, not its end, in the order of bytes', async () => {
    // U+10000 is less than U+FFFF in UTF-16 units, and greater in bytes.
    const ledger = new ScriptedLedger().plant('d', '\u{10000}', 'b', '\uffff', 'a', 'c');
    expect(listed((await ledger.endorse(range('b', 'd'))).payload)).toEqual(['b', 'c']);
    const all = ['a', 'b', 'c', 'd', '\uffff', '\u{10000}'];
    expect(listed((await ledger.endorse(range('', ''))).payload)).toEqual(all);
  });

  test('gives keys with values, and stands in the read set as a range only', async () => {
    const {
      payload,
      reads: found,
      rangeReads,
    } = await new ScriptedLedger().plant('a').endorse(async (stub) => {
      const results = await collect(stub.getStateByRange('a', 'b'));
      return results.map(({ key, value }) => [key, Buffer.from(value).toString()]);
    });
    expect(listed(payload)).toEqual([['a', 'a planted']]);
    expect(found).toEqual([]);
    const version = { block: 0, transaction: 0 };
    expect(rangeReads).toEqual([
      { start: 'a', end: 'b', exhausted: true, found: [{ key: 'a', version }] },
    ]);
  });

  test('does not see what the execution writes itself', async () => {
    const { payload } = await new ScriptedLedger().plant('a').endorse(async (stub) => {
      await stub.putState('b', Buffer.from('1'));
      await stub.deleteState('a');
      return keysOf(stub.getStateByRange('', ''));
    });
    expect(listed(payload)).toEqual(['a']);
  });

  test('of simple keys has no composite ones, and may not begin among them', async () => {
    const ledger = new ScriptedLedger().plant('a', '\u0000credit\u0000LC-1\u0000');
    expect(listed((await ledger.endorse(range('', ''))).payload)).toEqual(['a']);
    const { message } = await ledger.endorse((stub) => stub.getStateByRange('\u0000credit', ''));
    expect(message).toMatch('contains a null character');
  });

  test('of a partial composite key has what goes on from it', async () => {
    const key = (...parts: string[]) => `\u0000${parts.join('\u0000')}\u0000`;
    const inside = [key('bill', 'A', '1'), key('bill', 'A', '2')];
    const ledger = new ScriptedLedger().plant(
      ...inside,
      key('bill', 'A'),
      key('bill', 'AB', '1'),
      key('billing', 'A', '1'),
    );
    const { payload } = await ledger.endorse((stub) =>
      keysOf(stub.getStateByPartialCompositeKey('bill', ['A'])),
    );
    // The very key of the prefix is no longer than it, and yet begins the range.
    expect(listed(payload)).toEqual([key('bill', 'A'), ...inside]);
  });

  test('is given by next and close, too', async () => {
    const { payload } = await new ScriptedLedger().plant('a', 'b').endorse(async (stub) => {
      const iterator = await stub.getStateByRange('', '');
      const first = await iterator.next();
      const second = await iterator.next();
      const end = await iterator.next();
      await iterator.close();
      return [first.value.key, first.done, second.value.key, second.done, end.done];
    });
    expect(listed(payload)).toEqual(['a', false, 'b', false, true]);
  });

  test('gives no more batches after it was closed', async () => {
    const { message } = await new ScriptedLedger().plant(...numbered(101)).endorse(async (stub) => {
      const iterator = await stub.getStateByRange('', '');
      await iterator.close();
      for (let i = 0; i <= 100; i++) await iterator.next();
    });
    expect(message).toMatch(
      'QUERY_STATE_NEXT failed: transaction ID: tx1: query iterator not found',
    );
  });
});

describe('a phantom', () => {
  const cases: [string, Script, number][] = [
    ['a new key in the range', writes('b1'), 12],
    ['a key that is written again', writes('b'), 12],
    ['a key that is gone', (stub) => stub.deleteState('b'), 12],
    ['a policy that is set', (stub) => stub.setStateValidationParameter('b', Buffer.alloc(0)), 12],
    ['a key at the end of the range', writes('d'), 0],
    ['a key before the range', writes('a'), 0],
  ];

  test.each(cases)('%s', async (_, change, code) => {
    const before = new ScriptedLedger().plant('b', 'c');
    const query = await before.endorse(range('b', 'd'));
    const changing = await before.endorse(change);
    // In the same block, and in the next one.
    expect(before.ledger.commit([changing, query])).toEqual([0, code]);
    const later = { ...query, txId: 'later' };
    expect(before.ledger.commit([later])).toEqual([code]);
  });

  test('is judged after the keys that were read', async () => {
    const scripted = new ScriptedLedger().plant('a', 'b');
    const query = await scripted.endorse(async (stub) => {
      await keysOf(stub.getStateByRange('b', 'c'));
      await stub.getState('a');
    });
    const change = await scripted.endorse(writes('a', 'b'));
    expect(scripted.ledger.commit([change, query])).toEqual([0, 11]);
  });
});

describe('a query that stops early', () => {
  const takes =
    (count: number): Script =>
    async (stub) => {
      let taken = 0;
      for await (const _ of stub.getStateByRange('', '')) {
        taken += 1;
        if (taken === count) break;
      }
    };

  test.each([
    [250, 1, 101, false],
    [250, 100, 101, false],
    [250, 101, 201, false],
    [250, 201, 250, true],
    [100, 1, 100, true],
    [101, 1, 101, false],
    [101, 101, 101, true],
    [0, 1, 0, true],
  ])('of %i results after %i has read %i, all of them: %s', async (there, taken, read, all) => {
    const scripted = new ScriptedLedger().plant(...numbered(there));
    const { rangeReads } = await scripted.endorse(takes(taken));
    const end = all ? '' : numbered(read).at(-1);
    expect(rangeReads).toMatchObject([{ end, exhausted: all }]);
    expect(rangeReads[0]?.found).toHaveLength(read);
  });

  test('is stale by what it has fetched, the last key included, and no more', async () => {
    const scripted = new ScriptedLedger().plant(...numbered(150));
    const query = await scripted.endorse(takes(1));
    const outside = await scripted.endorse(writes('k0101', 'k01005'));
    const inside = await scripted.endorse(writes('k0100'));
    expect(scripted.ledger.commit([outside, query, inside])).toEqual([0, 0, 0]);
    expect(scripted.ledger.commit([{ ...query, txId: 'again' }])).toEqual([12]);
  });
});

describe('a page', () => {
  const page =
    (size: number, bookmark = ''): Script =>
    async (stub) => {
      const { iterator, metadata } = await stub.getStateByRangeWithPagination(
        '',
        '',
        size,
        bookmark,
      );
      const keys = [];
      for (let step = await iterator.next(); !step.done; step = await iterator.next())
        keys.push(step.value.key);
      return { keys, ...metadata };
    };

  test('ends with the key at which the next begins', async () => {
    const ledger = new ScriptedLedger().plant('a', 'b', 'c');
    expect(listed((await ledger.endorse(page(2))).payload)).toEqual({
      keys: ['a', 'b'],
      bookmark: 'c',
      fetchedRecordsCount: 2,
    });
    expect(listed((await ledger.endorse(page(2, 'c'))).payload)).toEqual({
      keys: ['c'],
      bookmark: '',
      fetchedRecordsCount: 1,
    });
  });

  test('of a partial composite key', async () => {
    const ledger = new ScriptedLedger().plant('\u0000x\u0000a\u0000', '\u0000x\u0000b\u0000');
    const { payload } = await ledger.endorse(async (stub) => {
      const { metadata } = await stub.getStateByPartialCompositeKeyWithPagination('x', [], 1);
      return metadata;
    });
    expect(listed(payload)).toEqual({ bookmark: '\u0000x\u0000b\u0000', fetchedRecordsCount: 1 });
  });

  test('goes with no write, whichever comes first', async () => {
    const scripted = new ScriptedLedger();
    const after = await scripted.endorse(async (stub) => {
      await page(2)(stub);
      await stub.putState('a', Buffer.from('1'));
    });
    expect(after.message).toBe(
      'PUT_STATE failed: transaction ID: tx1: txid [tx1]: unsuppored transaction. ' +
        'Transaction has already performed a paginated query. Writes are not allowed',
    );
    const before = await scripted.endorse(async (stub) => {
      await stub.putState('a', Buffer.from('1'));
      await page(2)(stub);
    });
    expect(before.message).toBe(
      'GET_STATE_BY_RANGE failed: transaction ID: tx2: txid [tx2]: unsuppored transaction. ' +
        'Paginated queries are supported only in a read-only transaction',
    );
  });

  test.each<[string, Script]>([
    ['PUT_STATE_METADATA', (stub) => stub.setStateValidationParameter('a', Buffer.alloc(0))],
    ['PUT_STATE', (stub) => stub.putPrivateData('open', 'a', Buffer.from('1'))],
    ['DEL_STATE', (stub) => stub.deleteState('a')],
  ])('goes with no write of any kind: %s', async (type, write) => {
    const { message } = await new ScriptedLedger().endorse(both(page(2), write));
    expect(message).toMatch(`${type} failed: transaction ID: tx1: txid [tx1]: unsuppored`);
  });

  test('that is not the last is a phantom when it is committed', async () => {
    const scripted = new ScriptedLedger().plant('a', 'b', 'c');
    expect((await scripted.submit(page(2))).code).toBe(12);
    expect((await scripted.submit(page(3))).code).toBe(0);
    expect((await scripted.submit(reads('a'))).code).toBe(0);
  });
});
