import { describe, expect, test } from '@jest/globals';
import type { Execution } from './execution.js';
import { both, collect, reads, ScriptedLedger, writes } from './scripted.js';
import type { Script } from './scripted.js';

const readAndWrite = (key: string) => both(reads(key), writes(key));
const deletes =
  (key: string): Script =>
  (stub) =>
    stub.deleteState(key);

async function block(scripted: ScriptedLedger, ...scripts: readonly Script[]) {
  const executions: Execution[] = [];
  for (const script of scripts) executions.push(await scripted.endorse(script));
  return scripted.ledger.commit(executions);
}

describe('in one block', () => {
  test('of two that read and write one key the second is stale, and changes nothing', async () => {
    const scripted = new ScriptedLedger().plant('a');
    expect(await block(scripted, readAndWrite('a'), readAndWrite('a'))).toEqual([0, 11]);
    expect(scripted.ledger.read('a')).toBe('a of tx1');
  });

  test('blind writes never conflict, and the last stands', async () => {
    const scripted = new ScriptedLedger().plant('a');
    expect(await block(scripted, writes('a'), writes('a'), writes('a'))).toEqual([0, 0, 0]);
    expect(scripted.ledger.read('a')).toBe('a of tx3');
    expect(scripted.ledger.state.public.get('a')?.version).toEqual({ block: 1, transaction: 2 });
  });

  test('a reader before the writer is good, one after is not', async () => {
    const order = [reads('a'), writes('a'), reads('a')];
    expect(await block(new ScriptedLedger().plant('a'), ...order)).toEqual([0, 0, 11]);
  });

  test('what an invalid one would have written makes nobody stale', async () => {
    const order = [readAndWrite('a'), both(readAndWrite('a'), writes('b')), readAndWrite('b')];
    const scripted = new ScriptedLedger().plant('a', 'b');
    expect(await block(scripted, ...order)).toEqual([0, 11, 0]);
  });

  test('a key that was read as absent is stale when it is made, and even when it is deleted', async () => {
    expect(await block(new ScriptedLedger(), writes('a'), reads('a'))).toEqual([0, 11]);
    expect(await block(new ScriptedLedger(), deletes('a'), reads('a'))).toEqual([0, 11]);
    expect(await block(new ScriptedLedger(), writes('b'), reads('a'))).toEqual([0, 0]);
  });
});

describe('across blocks', () => {
  test('a read is stale once the key is written again', async () => {
    const scripted = new ScriptedLedger().plant('a');
    const old = await scripted.endorse(readAndWrite('a'));
    expect((await scripted.submit(readAndWrite('a'))).code).toBe(0);
    expect(scripted.ledger.commit([old])).toEqual([11]);
  });

  test('a delete of nothing touches nothing that a later block could see', async () => {
    const scripted = new ScriptedLedger();
    const old = await scripted.endorse(reads('a'));
    await scripted.submit(deletes('a'));
    expect(scripted.ledger.commit([old])).toEqual([0]);
  });

  test('who sends two at once makes them race', async () => {
    const scripted = new ScriptedLedger().plant('a');
    const race = [scripted.submit(readAndWrite('a')), scripted.submit(readAndWrite('a'))];
    expect((await Promise.all(race)).map(({ code }) => code)).toEqual([0, 11]);
  });
});

describe('a transaction id counts once', () => {
  test('in the chain, whatever became of it', async () => {
    const scripted = new ScriptedLedger().plant('a');
    const one = await scripted.endorse(readAndWrite('a'), { txId: 'x' });
    await scripted.submit(writes('a'));
    expect(scripted.ledger.commit([one])).toEqual([11]);
    expect(scripted.ledger.commit([one])).toEqual([9]);
  });

  test('in a block', async () => {
    const scripted = new ScriptedLedger();
    const one = await scripted.endorse(writes('a'));
    expect(scripted.ledger.commit([one, one])).toEqual([0, 9]);
  });

  test('in a block only among those that are endorsed', async () => {
    const scripted = new ScriptedLedger();
    const one = await scripted.endorse(writes('a'));
    expect(scripted.ledger.commit([{ ...one, endorsedBy: [] }, one])).toEqual([10, 0]);
  });
});

describe('nobody can commit', () => {
  test('what was refused', async () => {
    const scripted = new ScriptedLedger();
    const refused = await scripted.submit(() => {
      throw new Error('no');
    });
    expect(refused).toMatchObject({ status: 500, message: 'no', code: undefined });
    expect(() => scripted.ledger.commit([refused])).toThrow('tx1 was refused: no peer has signed');
    expect(scripted.ledger.height).toBe(0);
  });

  test('while something is being executed', async () => {
    const scripted = new ScriptedLedger();
    const running = scripted.endorse(writes('a'));
    expect(() => scripted.ledger.commit([])).toThrow('await the executions first');
    expect(scripted.ledger.commit([await running])).toEqual([0]);
  });

  test('with the signature of an organisation without a peer', async () => {
    const scripted = new ScriptedLedger();
    const execution = { ...(await scripted.endorse(writes('a'))), endorsedBy: ['ImporterMSP'] };
    expect(() => scripted.ledger.commit([execution])).toThrow('ImporterMSP has no peer on trade');
  });
});

describe('the history of a key', () => {
  test('is newest first, of valid transactions only, with deletes, and no read', async () => {
    const scripted = new ScriptedLedger();
    await scripted.submit(writes('a'), { seconds: 100, nanos: 7 });
    await scripted.submit(writes('a'), { endorsedBy: [] });
    await scripted.submit(deletes('a'), { seconds: 90 });
    let history: unknown;
    const { reads: found } = await scripted.endorse(async (stub) => {
      history = await collect(stub.getHistoryForKey('a'));
    });
    expect(history).toEqual([
      { txId: 'tx3', value: Buffer.alloc(0), isDelete: true, timestamp: { seconds: 90, nanos: 0 } },
      {
        txId: 'tx1',
        value: Buffer.from('a of tx1'),
        isDelete: false,
        timestamp: { seconds: 100, nanos: 7 },
      },
    ]);
    expect(found).toEqual([]);
  });
});
