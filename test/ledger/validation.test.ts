import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { Ledger } from '@argosy/ledger/ledger';
import type { Simulator } from '@argosy/ledger/simulator';
import { VALIDATION_PARAMETER } from '@argosy/ledger/validation/key-policies';
import { enrol, makeAuthority } from '../../network/operator/test-support/issued-certificates.js';
import { Envelope } from '@argosy/protocol/messages/common';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { pemSigner } from '@argosy/protocol/signer';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode, encode } from '@argosy/protocol/wire';
import { collected } from '../support/collected.js';
import { makeConsortium } from '../support/consortium.js';
import type { Consortium } from '../support/consortium.js';
import { Forge, peerOf } from '../support/forge.js';

const CC = 'argosy';
const {
  VALID,
  BAD_CREATOR_SIGNATURE,
  BAD_PROPOSAL_TXID,
  DUPLICATE_TXID,
  ENDORSEMENT_POLICY_FAILURE,
  INVALID_CHAINCODE,
  MVCC_READ_CONFLICT,
  PHANTOM_READ_CONFLICT,
} = validationCode;

let consortium: Consortium;
let ledger: Ledger;
let forge: Forge;

beforeAll(async () => {
  consortium = await makeConsortium();
});

beforeEach(async () => {
  ledger = await Ledger.open({
    genesisBlock: consortium.genesisBlock,
    store: new MemoryBlockStore(),
  });
  forge = new Forge(consortium, ledger);
  expect(await forge.commit(forge.definition(CC))).toEqual([VALID]);
});

const put =
  (key: string, value = 'v') =>
  (simulator: Simulator): void => {
    simulator.put(CC, key, Buffer.from(value));
  };
const bump =
  (key: string) =>
  (simulator: Simulator): void => {
    const before = Buffer.from(simulator.get(CC, key)).toString();
    simulator.put(CC, key, Buffer.from(`${before}+`));
  };

function read(key: string): string | undefined {
  const snapshot = ledger.snapshot();
  try {
    const value = snapshot.get(CC, key)?.value;
    return value === undefined ? undefined : Buffer.from(value).toString();
  } finally {
    snapshot.release();
  }
}

describe('endorsement', () => {
  test('by both banks is valid and changes the state', async () => {
    expect(await forge.commit(forge.transaction({ run: put('a', '1') }))).toEqual([VALID]);
    expect(read('a')).toBe('1');
  });

  test('by one bank alone is invalid and changes nothing', async () => {
    const { ImportBankMSP, ExportBankMSP } = consortium.organisations;
    const alone = [ImportBankMSP.peer, ExportBankMSP.peer].map((peer) =>
      forge.transaction({ run: put('a'), endorsers: [peer] }),
    );
    expect(await forge.commit(...alone)).toEqual([
      ENDORSEMENT_POLICY_FAILURE,
      ENDORSEMENT_POLICY_FAILURE,
    ]);
    expect(read('a')).toBeUndefined();
  });

  test('twice by the same bank counts once', async () => {
    const { peer } = consortium.organisations.ImportBankMSP;
    const twice = forge.transaction({ run: put('a'), endorsers: [peer, peer] });
    expect(await forge.commit(twice)).toEqual([ENDORSEMENT_POLICY_FAILURE]);
  });

  test("by a bank's client instead of its peer does not count", async () => {
    const { ImportBankMSP, ExportBankMSP } = consortium.organisations;
    const endorsers = [ImportBankMSP.peer, ExportBankMSP.client];
    expect(await forge.commit(forge.transaction({ run: put('a'), endorsers }))).toEqual([
      ENDORSEMENT_POLICY_FAILURE,
    ]);
  });

  test('of a read alone is asked for, too', async () => {
    const { peer } = consortium.organisations.ImportBankMSP;
    const reading = forge.transaction({
      run: (simulator) => simulator.get(CC, 'a'),
      endorsers: [peer],
    });
    expect(await forge.commit(reading)).toEqual([ENDORSEMENT_POLICY_FAILURE]);
  });

  test('of an undefined chaincode', async () => {
    expect(
      await forge.commit(forge.transaction({ chaincode: 'other', run: () => undefined })),
    ).toEqual([INVALID_CHAINCODE]);
  });

  test('a definition does not count within its own block', async () => {
    const definition = forge.definition('second', peerOf('ImportBankMSP'));
    const use = (): Buffer => forge.transaction({ chaincode: 'second', run: () => undefined });
    expect(await forge.commit(definition, use())).toEqual([VALID, INVALID_CHAINCODE]);
    expect(await forge.commit(use())).toEqual([VALID]);
  });

  describe('by the policy of a key', () => {
    const guard = (simulator: Simulator): void => {
      simulator.put(CC, 'guarded', Buffer.from('1'));
      const policy = outOf(1, [roleOf('ImportBankMSP', 'peer')]);
      simulator.putMetadata(CC, 'guarded', [{ name: VALIDATION_PARAMETER, value: policy }]);
    };

    test('replaces the policy of the chaincode for that key', async () => {
      const { ImportBankMSP, ExportBankMSP } = consortium.organisations;
      await forge.commit(forge.transaction({ run: guard }));
      const own = forge.transaction({ run: put('guarded', '2'), endorsers: [ImportBankMSP.peer] });
      const other = forge.transaction({
        run: put('guarded', '3'),
        endorsers: [ExportBankMSP.peer],
      });
      const more = forge.transaction({
        run: (simulator) => {
          put('guarded', '4')(simulator);
          put('plain')(simulator);
        },
        endorsers: [ImportBankMSP.peer],
      });
      const failed = ENDORSEMENT_POLICY_FAILURE;
      expect(await forge.commit(own, other, more)).toEqual([VALID, failed, failed]);
      expect(read('guarded')).toBe('2');
    });

    test('that changes earlier in the block fails the later write', async () => {
      const write = forge.transaction({ run: put('guarded', '2') });
      expect(await forge.commit(forge.transaction({ run: guard }), write)).toEqual([
        VALID,
        ENDORSEMENT_POLICY_FAILURE,
      ]);
    });

    test('is dropped when the key is deleted', async () => {
      const { ExportBankMSP, ImportBankMSP } = consortium.organisations;
      await forge.commit(forge.transaction({ run: guard }));
      const remove = forge.transaction({
        run: (simulator) => {
          simulator.delete(CC, 'guarded');
        },
        endorsers: [ImportBankMSP.peer],
      });
      expect(await forge.commit(remove)).toEqual([VALID]);
      const again = forge.transaction({ run: put('guarded'), endorsers: [ExportBankMSP.peer] });
      expect(await forge.commit(again)).toEqual([ENDORSEMENT_POLICY_FAILURE]);
      expect(await forge.commit(forge.transaction({ run: put('guarded') }))).toEqual([VALID]);
    });
  });
});

describe('the creator', () => {
  test('whose signature was tampered with', async () => {
    const envelope = decode(Envelope, forge.transaction({ run: put('a') }));
    const other = decode(Envelope, forge.transaction({ run: put('b') }));
    expect(
      await forge.commit(encode(Envelope, { ...envelope, signature: other.signature })),
    ).toEqual([BAD_CREATOR_SIGNATURE]);
  });

  test('of an unknown organisation, and of a false authority under a known name', async () => {
    const signers = await Promise.all(
      ['StrangerMSP', 'ImporterMSP'].map(async (mspId) => {
        const authority = await makeAuthority('ca.stranger', mspId);
        const { certificatePem, keyPem } = await enrol(authority, {
          commonName: 'x',
          unit: 'client',
        });
        return pemSigner(mspId, certificatePem, keyPem);
      }),
    );
    const forged = signers.map((creator) => forge.transaction({ run: put('a'), creator }));
    expect(await forge.commit(...forged)).toEqual([BAD_CREATOR_SIGNATURE, BAD_CREATOR_SIGNATURE]);
  });

  test.each(['janitor', 'client'])('with unit %s in the certificate', async (unit) => {
    const { authority, mspId } = consortium.organisations.ImporterMSP;
    const { certificatePem, keyPem } = await enrol(authority, { commonName: 'x', unit });
    const creator = pemSigner(mspId, certificatePem, keyPem);
    const expected = unit === 'client' ? VALID : BAD_CREATOR_SIGNATURE;
    expect(await forge.commit(forge.transaction({ run: put('a'), creator }))).toEqual([expected]);
  });
});

describe('transaction ids', () => {
  test('of a committed transaction are spent, valid or not', async () => {
    const good = forge.transaction({ run: put('a') });
    const bad = forge.transaction({ run: put('a'), endorsers: [] });
    expect(await forge.commit(good, bad)).toEqual([VALID, ENDORSEMENT_POLICY_FAILURE]);
    expect(await forge.commit(good, bad)).toEqual([DUPLICATE_TXID, DUPLICATE_TXID]);
  });

  test('count once in a block, for the first that passed', async () => {
    const good = forge.transaction({ run: put('a') });
    expect(await forge.commit(good, good)).toEqual([VALID, DUPLICATE_TXID]);
    const nonce = Buffer.alloc(24, 7);
    const failing = forge.transaction({ run: put('b', '1'), nonce, endorsers: [] });
    const passing = forge.transaction({ run: put('b', '2'), nonce });
    expect(await forge.commit(failing, passing)).toEqual([ENDORSEMENT_POLICY_FAILURE, VALID]);
    expect(read('b')).toBe('2');
  });

  test('a stale first copy still spends the id for the second', async () => {
    const stale = forge.transaction({ run: bump('a') });
    await forge.commit(forge.transaction({ run: bump('a') }));
    expect(await forge.commit(stale, stale)).toEqual([MVCC_READ_CONFLICT, DUPLICATE_TXID]);
  });

  test('must be the hash of nonce and creator', async () => {
    const signer = consortium.organisations.ImporterMSP.client;
    const upper = { ...signer, sign: signer.sign };
    const envelope = decode(Envelope, forge.transaction({ run: put('a') }));
    const payload = Buffer.from(envelope.payload);
    // The id is 64 hexadecimal characters after its length: raise the case of its letters.
    const text = payload.toString('latin1');
    const id = /@([0-9a-f]{64})/.exec(text)?.[1] ?? '';
    const raised = Buffer.from(text.replace(id, id.toUpperCase()), 'latin1');
    const forged = encode(Envelope, { payload: raised, signature: upper.sign(raised) });
    expect(await forge.commit(forged)).toEqual([BAD_PROPOSAL_TXID]);
  });
});

describe('reads', () => {
  test('of two that change one key, the first wins', async () => {
    const racers = [forge.transaction({ run: bump('a') }), forge.transaction({ run: bump('a') })];
    expect(await forge.commit(...racers)).toEqual([VALID, MVCC_READ_CONFLICT]);
    expect(read('a')).toBe('+');
  });

  test('before and after a write in one block', async () => {
    const look = (): Buffer => forge.transaction({ run: (simulator) => simulator.get(CC, 'a') });
    const [early, late] = [look(), look()];
    const write = forge.transaction({ run: put('a') });
    expect(await forge.commit(early, write, late)).toEqual([VALID, VALID, MVCC_READ_CONFLICT]);
  });

  test('two blind writes are both valid, and the last one stays', async () => {
    const writes = ['1', '2'].map((value) => forge.transaction({ run: put('a', value) }));
    expect(await forge.commit(...writes)).toEqual([VALID, VALID]);
    expect(read('a')).toBe('2');
  });

  test('an empty value deletes', async () => {
    await forge.commit(forge.transaction({ run: put('a') }));
    expect(await forge.commit(forge.transaction({ run: put('a', '') }))).toEqual([VALID]);
    expect(read('a')).toBeUndefined();
    const changes = await collected(ledger.history(CC, 'a'));
    expect(changes.map(({ isDelete }) => isDelete)).toEqual([true, false]);
  });
});

describe('range queries', () => {
  const keys = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `k${String(i).padStart(3, '0')}`);
  const fill =
    (count: number) =>
    (simulator: Simulator): void => {
      for (const key of keys(count)) simulator.put(CC, key, Buffer.from('v'));
    };
  /** Read up to `limit` entries of the range, then write. */
  const count =
    (limit = Infinity) =>
    async (simulator: Simulator): Promise<void> => {
      const query = simulator.range(CC, 'k', 'l');
      for (let i = 0; i < limit && (await query.next()) !== undefined; i++);
      simulator.put(CC, 'count', Buffer.from('x'));
    };

  test.each([0, 1, 50, 51, 52, 130, 2700])('over %d entries, unchanged', async (size) => {
    if (size > 0) await forge.commit(forge.transaction({ run: fill(size) }));
    expect(await forge.commit(await forge.queryingTransaction({ run: count() }))).toEqual([VALID]);
  });

  test.each([0, 50, 130])('over %d entries, with one inserted since', async (size) => {
    if (size > 0) await forge.commit(forge.transaction({ run: fill(size) }));
    const counted = await forge.queryingTransaction({ run: count() });
    expect(await forge.commit(forge.transaction({ run: put('k0005') }), counted)).toEqual([
      VALID,
      PHANTOM_READ_CONFLICT,
    ]);
  });

  test('with one overwritten or deleted since', async () => {
    await forge.commit(forge.transaction({ run: fill(3) }));
    for (const run of [put('k001', 'other'), put('k002', '')]) {
      const counted = await forge.queryingTransaction({ run: count() });
      await forge.commit(forge.transaction({ run }));
      expect(await forge.commit(counted)).toEqual([PHANTOM_READ_CONFLICT]);
    }
  });

  test('that was not read to its end is checked up to the last entry read', async () => {
    await forge.commit(forge.transaction({ run: fill(5) }));
    const counted = async (): Promise<Buffer> => forge.queryingTransaction({ run: count(3) });
    const [first, second] = [await counted(), await counted()];
    const beyond = forge.transaction({ run: put('k0021') });
    expect(await forge.commit(beyond, first)).toEqual([VALID, VALID]);
    const atTheEnd = forge.transaction({ run: put('k002', 'other') });
    expect(await forge.commit(atTheEnd, second)).toEqual([VALID, PHANTOM_READ_CONFLICT]);
  });
});
