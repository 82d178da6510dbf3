import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  checkTransactionId,
  openAction,
  openEnvelope,
  openResult,
  Defect,
} from '@argosy/ledger/validation/structure';
import {
  dataHash,
  headerHash,
  headerOf,
  isConfigTransaction,
  malformedEntry,
} from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { blockSignatures } from '@argosy/protocol/block-signature';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block, headerType } from '@argosy/protocol/messages/common';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode, encode } from '@argosy/protocol/wire';

interface ExpectedBlock {
  readonly number: number;
  readonly headerHash: string;
  readonly dataHash: string;
  readonly txs: readonly { readonly i: number; readonly code: number; readonly label: string }[];
}

const folder = join(import.meta.dirname, '../fixtures/ledgers/e-bft-mixed');
let blocks: BlockMessage[];
let raw: Uint8Array[];
let expected: readonly ExpectedBlock[];

beforeAll(() => {
  raw = [...delimited(gunzipSync(readFileSync(join(folder, 'blocks.bin.gz'))))];
  blocks = raw.map((bytes) => decode(Block, bytes));
  const file: { blocks: ExpectedBlock[] } = JSON.parse(
    readFileSync(join(folder, 'expected.json'), 'utf8'),
  );
  expected = file.blocks;
});

function* delimited(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** The codes that follow from the form of a transaction alone. */
const structural: readonly number[] = [
  validationCode.BAD_PAYLOAD,
  validationCode.BAD_COMMON_HEADER,
  validationCode.INVALID_ENDORSER_TRANSACTION,
  validationCode.BAD_PROPOSAL_TXID,
  validationCode.BAD_HEADER_EXTENSION,
  validationCode.BAD_RESPONSE_PAYLOAD,
  validationCode.BAD_RWSET,
  validationCode.ILLEGAL_WRITESET,
  validationCode.INVALID_OTHER_REASON,
];

function structuralCode(entry: Uint8Array): number {
  try {
    const opened = openEnvelope(entry);
    if (opened.channelHeader.type !== headerType.endorserTransaction) return validationCode.VALID;
    checkTransactionId(opened);
    openResult(opened, openAction(opened).responsePayload.extension);
    return validationCode.VALID;
  } catch (error) {
    if (error instanceof Defect) return validationCode[error.code];
    throw error;
  }
}

describe('a ledger recorded from real Fabric with SmartBFT', () => {
  test('is read and written again byte for byte', () => {
    expect(blocks.length).toBe(67);
    blocks.forEach((block, i) => {
      expect(encode(Block, block).equals(raw[i] ?? Buffer.alloc(0))).toBe(true);
    });
  });

  test('has the header and data hashes that the peers computed, in one chain', () => {
    let previous = '';
    blocks.forEach((block, i) => {
      const header = headerOf(block);
      expect(Buffer.from(header.previousHash).toString('hex')).toBe(previous);
      previous = headerHash(header).toString('hex');
      expect(previous).toBe(expected[i]?.headerHash);
      expect(dataHash(block.data?.data ?? []).toString('hex')).toBe(expected[i]?.dataHash);
      expect(malformedEntry(block.data?.data ?? [])).toBeUndefined();
    });
  });

  test('is signed by a quorum of its consenters, under the configuration in force', () => {
    let bundle: ChannelBundle | undefined;
    let verified = 0;
    blocks.forEach((block, i) => {
      const entries = block.data?.data ?? [];
      if (bundle !== undefined) {
        const signatures = blockSignatures(block, bundle);
        expect(bundle.policies.evaluate('/Channel/Orderer/BlockValidation', signatures)).toEqual({
          satisfied: true,
        });
        const two = bundle.policies.evaluate(
          '/Channel/Orderer/BlockValidation',
          signatures.slice(0, 2),
        );
        expect(two.satisfied).toBe(false);
        verified++;
      }
      const [first] = entries;
      // Later configurations of this ledger carry a revocation list, which is not judged yet; the consenters stay the same.
      if (i === 0 && first !== undefined && isConfigTransaction(first)) {
        bundle = ChannelBundle.fromBlock(raw[0] ?? new Uint8Array(0));
      }
    });
    expect(verified).toBe(66);
  });

  test('has transactions whose form is judged as the peers judged it', () => {
    let compared = 0;
    let defects = 0;
    blocks.forEach((block, i) => {
      if (i === 0) return;
      block.data?.data.forEach((entry, index) => {
        const transaction = expected[i]?.txs[index];
        const code = structuralCode(entry);
        const want = structural.includes(transaction?.code ?? 0) ? transaction?.code : undefined;
        // INVALID_CHAINCODE can come of form or of the definitions: only what form alone decides is compared.
        if (want !== undefined)
          expect([transaction?.label, code]).toEqual([transaction?.label, want]);
        else expect(structural).not.toContain(code);
        compared++;
        if (want !== undefined) defects++;
      });
    });
    expect(compared).toBe(944);
    expect(defects).toBe(47);
  });
});
