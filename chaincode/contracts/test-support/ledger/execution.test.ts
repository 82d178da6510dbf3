import { describe, expect, test } from '@jest/globals';
import { both, client, reads, ScriptedLedger, writes } from './scripted.js';

const version = (block: number) => ({ block, transaction: 0 });

describe('an execution', () => {
  test('notes each key it reads once, with the version found', async () => {
    const ledger = new ScriptedLedger().plant('a');
    const { reads: found, payload } = await ledger.endorse(reads('a', 'b', 'a'));
    expect(found).toEqual([
      { key: 'a', version: version(0) },
      { key: 'b', version: undefined },
    ]);
    expect(JSON.parse(payload)).toEqual(['a planted', '', 'a planted']);
  });

  test('does not see what it writes itself', async () => {
    const ledger = new ScriptedLedger().plant('a');
    const { payload, reads: found } = await ledger.endorse(both(writes('a'), reads('a')));
    expect(JSON.parse(payload)).toEqual(['a planted']);
    expect(found).toEqual([{ key: 'a', version: version(0) }]);
  });

  test('changes nothing until it is committed', async () => {
    const { ledger, ...rest } = withLedger();
    const before = ledger.digest();
    const execution = await rest.scripted.endorse(writes('a'));
    expect([ledger.read('a'), ledger.digest()]).toEqual([undefined, before]);
    expect(ledger.commit([execution])).toEqual([0]);
    expect(ledger.read('a')).toBe('a of tx1');
    expect(ledger.digest()).not.toBe(before);
  });

  test('keeps the last write of a key, and an empty value deletes', async () => {
    const { writes: written } = await new ScriptedLedger().endorse(async (stub) => {
      await stub.putState('a', Buffer.from('1'));
      await stub.putState('b', Buffer.alloc(0));
      await stub.deleteState('c');
      await stub.putState('a', Buffer.from('2'));
    });
    expect(written).toEqual([
      { key: 'a', value: Buffer.from('2') },
      { key: 'b', value: undefined },
      { key: 'c', value: undefined },
    ]);
  });

  test('keeps the last event only', async () => {
    const { events } = await new ScriptedLedger().endorse((stub) => {
      stub.setEvent('First', Buffer.from('1'));
      stub.setEvent('Last', Buffer.from('2'));
    });
    expect(events).toEqual([['Last', '2']]);
  });

  test('knows its proposal: caller, place, channel, time, transient data', async () => {
    const scripted = new ScriptedLedger();
    const { payload } = await scripted.endorse(
      (stub) => [
        stub.getTxID(),
        stub.getChannelID(),
        stub.getCreator().mspid,
        stub.getMspID(),
        stub.getTxTimestamp().seconds.toString(),
        stub.getTxTimestamp().nanos,
        stub.getDateTimestamp().toISOString(),
        [...stub.getTransient()].map(([name, value]) => `${name}=${Buffer.from(value).toString()}`),
      ],
      {
        by: client('ExportBankMSP'),
        at: 'CarrierMSP',
        txId: 'abc',
        seconds: 1_780_000_000,
        nanos: 5_000_000,
        transient: { terms: 'secret' },
      },
    );
    expect(JSON.parse(payload)).toEqual([
      'abc',
      'trade',
      'ExportBankMSP',
      'CarrierMSP',
      '1780000000',
      5_000_000,
      '2026-05-28T20:26:40.005Z',
      ['terms=secret'],
    ]);
  });

  test.each([
    ['its own', 'ExportBankMSP', 'ExportBankMSP'],
    ['its sponsor’s', 'ImporterMSP', 'ImportBankMSP'],
    ['for a stranger the first', 'CustomsMSP', 'ImportBankMSP'],
  ])('takes place at the peer of the caller: %s', async (_, caller, at) => {
    const by = client(caller);
    expect((await new ScriptedLedger().endorse((stub) => stub.getMspID(), { by })).payload).toBe(
      at,
    );
  });

  test('cannot take place where there is no peer', async () => {
    const there = new ScriptedLedger().endorse(writes('a'), { at: 'ImporterMSP' });
    await expect(there).rejects.toThrow('ImporterMSP has no peer on trade that could execute');
  });

  test('has no hold on the state by what it was given', async () => {
    const ledger = new ScriptedLedger().plant('a');
    await ledger.endorse(async (stub) => (await stub.getState('a')).fill(0));
    expect(ledger.ledger.read('a')).toBe('a planted');
  });

  test('is over when it has answered', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const ledger = new ScriptedLedger();
    await ledger.endorse((stub) => {
      late = new Promise((resolve) => setImmediate(resolve)).then(() => stub.getState('a'));
      late.catch(() => undefined);
    });
    await expect(late).rejects.toThrow('GET_STATE failed: transaction ID: tx1: no ledger context');
  });

  test('fails where the state cannot be read', async () => {
    const scripted = new ScriptedLedger();
    scripted.ledger.breakKey('a');
    const { status, message } = await scripted.endorse(reads('a'));
    expect([status, message]).toEqual([
      500,
      'GET_STATE failed: transaction ID: tx1: the state database cannot be read',
    ]);
  });

  test.each([
    [
      'another chaincode',
      (stub) => stub.invokeChaincode('qscc', [], ''),
      /INVOKE_CHAINCODE failed.*runs docs alone and cannot call qscc/,
    ],
    [
      'a rich query',
      (stub) => stub.getQueryResult('{}'),
      /GET_QUERY_RESULT failed.*not supported for leveldb/,
    ],
  ] satisfies [string, Parameters<ScriptedLedger['endorse']>[0], RegExp][])(
    'refuses %s',
    async (_, script, message) => {
      expect((await new ScriptedLedger().endorse(script)).message).toMatch(message);
    },
  );
});

test('two ledgers come to the same by the same calls', async () => {
  const [one, other] = [new ScriptedLedger(), new ScriptedLedger()];
  for (const keys of [['a', 'b'], ['b'], ['c']]) {
    expect(await one.submit(writes(...keys))).toEqual(await other.submit(writes(...keys)));
    expect(one.ledger.digest()).toBe(other.ledger.digest());
  }
});

describe('the digest tells', () => {
  const changes: [string, (ledger: ScriptedLedger['ledger']) => void][] = [
    ['another value', (ledger) => ledger.plant('a', '2')],
    ['another policy', (ledger) => ledger.plant('a', '1', Buffer.from('policy'))],
    ['another key', (ledger) => ledger.plant('b', '1')],
    ['a private value', (ledger) => ledger.plantPrivate('deal', 'a', '1')],
    ['another collection', (ledger) => ledger.plantPrivate('open', 'a', '1')],
    [
      'a later version',
      (ledger) => {
        ledger.plant('a', '1');
        ledger.plant('a', '1');
      },
    ],
  ];

  test('every one of these states from the others', () => {
    const digests = changes.map(([, change]) => {
      const { ledger } = new ScriptedLedger();
      change(ledger);
      return ledger.digest();
    });
    expect(new Set(digests).size).toBe(changes.length);
  });

  test('but nothing of what was read', async () => {
    const scripted = new ScriptedLedger();
    const before = scripted.ledger.digest();
    await scripted.endorse((stub) => stub.getPrivateData('deal', 'a'));
    expect(scripted.ledger.digest()).toBe(before);
  });
});

function withLedger() {
  const scripted = new ScriptedLedger();
  return { scripted, ledger: scripted.ledger };
}

describe('what is planted', () => {
  test('stands as if it had been committed', async () => {
    const scripted = new ScriptedLedger();
    scripted.ledger.plant('a', '1', Buffer.from('policy'));
    scripted.ledger.plantPrivate('deal', 'k', 'secret');
    const { payload } = await scripted.endorse(async (stub) =>
      [
        await stub.getState('a'),
        await stub.getStateValidationParameter('a'),
        await stub.getPrivateData('deal', 'k'),
      ].map((value) => Buffer.from(value).toString()),
    );
    expect(JSON.parse(payload)).toEqual(['1', 'policy', 'secret']);
    expect(scripted.ledger.height).toBe(2);
  });
});
