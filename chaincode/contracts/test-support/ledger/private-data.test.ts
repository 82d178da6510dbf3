import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { both, client, keysOf, ScriptedLedger } from './scripted.js';
import type { Script } from './scripted.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest();
const put =
  (collection: string, key: string, value = 'value'): Script =>
  (stub) =>
    stub.putPrivateData(collection, key, Buffer.from(value));
const get =
  (collection: string, key: string): Script =>
  async (stub) =>
    Buffer.from(await stub.getPrivateData(collection, key)).toString();
const getHash =
  (collection: string, key: string): Script =>
  async (stub) =>
    Buffer.from(await stub.getPrivateDataHash(collection, key)).toString('hex');
const remove =
  (collection: string, key: string): Script =>
  (stub) =>
    stub.deletePrivateData(collection, key);
const [importer, exportBank] = [client('ImporterMSP'), client('ExportBankMSP')];

async function withSecret(collection = 'deal'): Promise<ScriptedLedger> {
  const scripted = new ScriptedLedger();
  expect((await scripted.submit(put(collection, 'k', 'secret'))).code).toBe(0);
  return scripted;
}

describe('a private value', () => {
  test('leaves as its hashes, beside the clear half for members', async () => {
    const { writes, privateWrites } = await new ScriptedLedger().endorse(
      put('deal', 'k', 'secret'),
    );
    expect(writes).toEqual([]);
    expect(privateWrites).toEqual([
      {
        collection: 'deal',
        key: 'k',
        value: Buffer.from('secret'),
        keyHash: sha256('k').toString('hex'),
        valueHash: sha256('secret'),
        purge: false,
      },
    ]);
  });

  test('is read where the executing organisation belongs, by whoever may', async () => {
    const scripted = await withSecret();
    const { payload } = await scripted.endorse(get('deal', 'k'), { by: importer });
    expect(payload).toBe('secret');
    expect(scripted.ledger.readPrivate('deal', 'k')).toBe('secret');
  });

  test('is not there for a member at a peer that does not belong', async () => {
    const scripted = await withSecret();
    const { message } = await scripted.endorse(get('deal', 'k'), {
      by: importer,
      at: 'CarrierMSP',
    });
    expect(message).toBe(
      'GET_STATE failed: transaction ID: tx2: private data matching public hash version is not ' +
        'available. Public hash version = {BlockNum: 0, TxNum: 0}, Private data version = <nil>',
    );
  });

  test('that nobody wrote is empty everywhere', async () => {
    const { payload } = await new ScriptedLedger().endorse(get('open', 'k'), { at: 'CarrierMSP' });
    expect(payload).toBe('');
  });

  test('has a hash that everybody may read anywhere', async () => {
    const scripted = await withSecret();
    const { payload } = await scripted.endorse(getHash('deal', 'k'), {
      by: exportBank,
      at: 'CarrierMSP',
    });
    expect(payload).toBe(sha256('secret').toString('hex'));
  });

  test('may be written at a peer that does not belong', async () => {
    const scripted = new ScriptedLedger();
    await scripted.submit(put('deal', 'k'), { by: importer, at: 'CarrierMSP' });
    expect((await scripted.endorse(get('deal', 'k'))).payload).toBe('value');
  });

  test.each(['delete', 'purge', 'empty'] as const)('is gone after: %s', async (how) => {
    const scripted = await withSecret();
    const { code, privateWrites } = await scripted.submit(async (stub) => {
      if (how === 'delete') await stub.deletePrivateData('deal', 'k');
      if (how === 'purge') await stub.purgePrivateData('deal', 'k');
      if (how === 'empty') await stub.putPrivateData('deal', 'k', Buffer.alloc(0));
    });
    expect(code).toBe(0);
    expect(privateWrites).toMatchObject([
      { value: undefined, valueHash: undefined, purge: how === 'purge' },
    ]);
    expect((await scripted.endorse(get('deal', 'k'))).payload).toBe('');
    expect((await scripted.endorse(getHash('deal', 'k'))).payload).toBe('');
  });
});

describe('kept to members', () => {
  const refused = 'access permission on privatedata in chaincodeName:docs collectionName: deal';
  const cases: [string, Script, string][] = [
    ['GET_STATE', get('deal', 'k'), 'read'],
    ['GET_STATE_BY_RANGE', (stub) => keysOf(stub.getPrivateDataByRange('deal', '', '')), 'read'],
    ['GET_STATE_METADATA', (stub) => stub.getPrivateDataValidationParameter('deal', 'k'), 'read'],
    ['PUT_STATE', put('deal', 'k'), 'write'],
    ['DEL_STATE', remove('deal', 'k'), 'write'],
    ['PURGE_PRIVATE_DATA', (stub) => stub.purgePrivateData('deal', 'k'), 'write'],
    [
      'PUT_STATE_METADATA',
      (stub) => stub.setPrivateDataValidationParameter('deal', 'k', Buffer.alloc(0)),
      'write',
    ],
  ];

  test.each(cases)('%s, whichever peer is asked', async (type, script, right) => {
    const how = { by: exportBank, at: 'ImportBankMSP' };
    const { message } = await new ScriptedLedger().endorse(script, how);
    expect(message).toBe(
      `${type} failed: transaction ID: tx1: tx creator does not have ${right} ${refused}`,
    );
  });

  test('is only what is said to be: others may read and write an open collection', async () => {
    const scripted = await withSecret('open');
    const how = { by: client('CarrierMSP'), at: 'ImportBankMSP' };
    expect((await scripted.endorse(both(put('open', 'x'), get('open', 'k')), how)).payload).toBe(
      'secret',
    );
  });
});

describe('an unknown collection', () => {
  const notFound = 'collection trade/docs/nothing could not be found';
  const notDefined =
    'collection [nothing] not defined in the collection config for chaincode [docs]';
  const cases: [string, Script, string][] = [
    ['get', get('nothing', 'k'), notFound],
    ['put', put('nothing', 'k'), notFound],
    ['range', (stub) => keysOf(stub.getPrivateDataByRange('nothing', '', '')), notFound],
    ['hash', getHash('nothing', 'k'), notDefined],
    [
      'an organisation’s that is not here',
      get('_implicit_org_CustomsMSP', 'k'),
      notDefined.replace('nothing', '_implicit_org_CustomsMSP'),
    ],
  ];

  test.each(cases)('is refused: %s', async (_, script, reason) => {
    const { message } = await new ScriptedLedger().endorse(script);
    expect(message).toMatch(/failed: transaction ID: tx1: /);
    expect(message.endsWith(reason)).toBe(true);
  });
});

describe('an organisation’s own collection', () => {
  const own = '_implicit_org_ExportBankMSP';

  test('is held by it alone, and open to whoever asks at its peer', async () => {
    const scripted = await withSecret(own);
    expect((await scripted.endorse(get(own, 'k'), { at: 'ExportBankMSP' })).payload).toBe('secret');
    expect((await scripted.endorse(get(own, 'k'))).message).toMatch('is not available');
  });

  test.each([
    [own, ['ExportBankMSP'], 0],
    [own, ['ImportBankMSP', 'CarrierMSP'], 10],
    // An organisation without a peer can sign nothing.
    ['_implicit_org_ImporterMSP', ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP'], 10],
  ])('%s signed by %j: %i', async (collection, endorsedBy, code) => {
    expect((await new ScriptedLedger().submit(put(collection, 'k'), { endorsedBy })).code).toBe(
      code,
    );
  });
});

describe('conflicts', () => {
  test.each([
    ['a value', get('deal', 'k'), 11],
    ['a hash', getHash('deal', 'k'), 11],
    ['another key', get('deal', 'x'), 0],
    ['a key of another collection', get('open', 'k'), 0],
    ['nothing: a blind write', put('deal', 'k'), 0],
  ])('after a write of the key, having read %s', async (_, script, code) => {
    const scripted = await withSecret();
    const reading = await scripted.endorse(script);
    const writing = await scripted.endorse(put('deal', 'k', 'new'));
    expect(scripted.ledger.commit([writing, reading])).toEqual([0, code]);
  });

  test('come by the hash alone: a read by who does not hold the value', async () => {
    const scripted = await withSecret();
    const reading = await scripted.endorse(getHash('deal', 'k'), { at: 'CarrierMSP' });
    await scripted.submit(put('deal', 'k', 'new'));
    expect(scripted.ledger.commit([reading])).toEqual([11]);
  });

  test('a private key and a public one of the same name are two', async () => {
    const scripted = await withSecret();
    const reading = await scripted.endorse(get('deal', 'k'));
    await scripted.submit((stub) => stub.putState('k', Buffer.from('public')));
    expect(scripted.ledger.commit([reading])).toEqual([0]);
    expect(scripted.ledger.read('k')).toBe('public');
  });
});

describe('a query of private data', () => {
  const list: Script = (stub) => keysOf(stub.getPrivateDataByRange('deal', '', ''));
  const part: Script = (stub) => keysOf(stub.getPrivateDataByPartialCompositeKey('deal', 'x', []));

  test('finds clear keys where they are held, and leaves no trace', async () => {
    const scripted = await withSecret();
    await scripted.submit(put('deal', '\u0000x\u0000a\u0000'));
    const { payload, rangeReads, privateReads } = await scripted.endorse(list);
    expect([payload, rangeReads, privateReads]).toEqual(['["k"]', [], []]);
    expect((await scripted.endorse(part)).payload).toBe('["\\u0000x\\u0000a\\u0000"]');
    const elsewhere = await scripted.endorse(list, { by: importer, at: 'CarrierMSP' });
    expect(elsewhere.payload).toBe('[]');
  });

  test('goes with no write, whichever comes first', async () => {
    const scripted = new ScriptedLedger();
    expect((await scripted.endorse(both(list, put('deal', 'k')))).message).toBe(
      'PUT_STATE failed: transaction ID: tx1: txid [tx1]: unsuppored transaction. ' +
        'Transaction has already performed queries on pvt data. Writes are not allowed',
    );
    expect((await scripted.endorse(both(put('deal', 'k'), list))).message).toBe(
      'GET_STATE_BY_RANGE failed: transaction ID: tx2: txid [tx2]: unsuppored transaction. ' +
        'Queries on pvt data is supported only in a read-only transaction',
    );
  });
});

test('an invalid transaction leaves no private value', async () => {
  const scripted = new ScriptedLedger();
  const { code } = await scripted.submit(put('deal', 'k'), { endorsedBy: [] });
  expect(code).toBe(10);
  expect(scripted.ledger.readPrivate('deal', 'k')).toBeUndefined();
  expect((await scripted.endorse(getHash('deal', 'k'))).payload).toBe('');
});

test('public keys cannot be purged', async () => {
  const { message } = await new ScriptedLedger().endorse((stub) => stub.purgePrivateData('', 'k'));
  expect(message).toBe('collection must be a valid string');
});
