import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { metadataSlot } from '@argosy/protocol/messages/common';
import { ParallelVerifier } from '@argosy/ledger/verification/parallel-verifier';
import { readCommittedBlock } from '@argosy/ledger/committed-block';
import { PeerCalls, auditorIn } from 'argosy/audit/auditor';
import { fileSource, peerSource } from 'argosy/audit/channel-source';
import type { ChannelSource } from 'argosy/audit/channel-source';
import type { AuditDifference } from 'argosy/audit/difference';
import { verifyChannel } from 'argosy/audit/verify-channel';
import { verifyNetwork } from 'argosy/audit/verify-network';
import type { AuditHappening } from 'argosy/audit/verify-network';
import type { Witness } from 'argosy/audit/witness';
import { Deal } from './documents/support/deal.js';
import { Forger } from './documents/support/forger.js';
import { forgedDocuments } from './documents/support/forged-documents.js';
import { foundRegisters, succeeded } from './documents/support/founding.js';
import { startHarbour } from './documents/support/harbour.js';
import type { Harbour } from './documents/support/harbour.js';
import { writeNew } from './documents/support/forged-records.js';
import { commandLine } from './support/command-line.js';
import { StoredLedger, changed, withDataBit, withMetadataBit } from './support/stored-ledger.js';
import { described } from './support/use-network.js';

let harbour: Harbour;
let home: string;

beforeAll(async () => {
  harbour = await startHarbour();
  ({ home } = harbour.network.folder);
  await foundRegisters(harbour.clients);
  await new Deal(harbour.clients, '1').takeUntil('credit');
}, 120_000);
afterAll(() => harbour.stop(), 30_000);

const silent = (): void => undefined;
const placesOf = (differences: readonly AuditDifference[]) =>
  differences.map(({ channel, item, block }) => [channel, item, block]);

describe('of a network that is up, the auditor', () => {
  test('finds every channel as its peers have it, and what channels say of one another', async () => {
    const told: AuditHappening[] = [];
    const audit = await verifyNetwork({ home, isUp: true }, (it) => told.push(it));
    expect(audit).toMatchObject({
      auditor: 'amara of AuditorMSP',
      differences: [],
      notCompared: [],
    });
    expect(audit.channels.map(({ channel, from }) => [channel, from])).toEqual([
      ['trade', 'peer0.auditor'],
      ['border', 'peer0.auditor'],
      ['consortium', 'peer0.auditor'],
    ]);
    // The founding of two registers, the surrender of the bill, the clearance.
    expect(audit.statements).toBe(4);
    for (const { blocks, signatures, documents, peers, askedForDocuments } of audit.channels) {
      // Three orderers of each block, the client and two endorsers of each transaction: the first block has none of them.
      expect(signatures).toBeGreaterThanOrEqual(5 * (blocks - 1));
      expect(documents).toBeGreaterThan(0);
      expect(peers.length).toBeGreaterThanOrEqual(3);
      expect(askedForDocuments).toHaveLength(2);
    }
    expect(told.map(({ event }) => event).sort()).toEqual([
      'audited',
      ...['auditedChannel', 'auditedChannel', 'auditedChannel'],
    ]);
    const rate = (audit.transactions / audit.milliseconds) * 1_000;
    process.stdout.write(
      `audit: ${audit.transactions} transactions, ${audit.signatures} signatures in ${audit.milliseconds.toFixed(0)} ms, ${rate.toFixed(0)} transactions/s\n`,
    );
  }, 30_000);

  test('answers on the command line, with exit code 0', async () => {
    const { code, out, err } = await commandLine('ledger', 'audit', home);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /✓ audit trade +\d+ blocks, \d+ transactions, \d+ signatures, \d+ documents, 0 differences, same end at 4 peers/,
    );
    expect(out).toMatch(
      /✓ Audit by amara of AuditorMSP, from block 0: .*4 statements between channels, 0 differences/,
    );
  }, 30_000);

  test.each([
    [['--channel', 'nowhere'], /no channel nowhere/],
    [['--channel', 'trade', 'nowhere'], /no channel nowhere/],
  ])('refuses %j', async (flags, sentence) => {
    const { code, err } = await commandLine('ledger', 'audit', home, ...flags);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
  });

  test('says of what other channels it could not ask', async () => {
    const { code, events } = await commandLine(
      'ledger',
      'audit',
      home,
      '--channel',
      'border',
      '--json',
    );
    expect(code).toBe(6);
    expect(events.at(-1)).toMatchObject({
      event: 'audited',
      differences: 0,
      notCompared: [
        expect.stringMatching(
          /^border: the decision FOUNDING .* names, as consortium was not audited$/,
        ),
        expect.stringMatching(
          /^border: the surrender of bill MABL NSA1 .* that declaration DE-1 names, as trade was not audited$/,
        ),
      ],
    });
  }, 30_000);
});

describe('what a peer says otherwise is named', () => {
  let calls: PeerCalls;
  let verifier: ParallelVerifier;

  beforeAll(() => {
    const auditor = auditorIn(described(home));
    if (auditor === undefined) throw new Error('nobody audits this network');
    const { folder } = harbour.network;
    calls = new PeerCalls({ description: described(home), folder, now: () => new Date() }, auditor);
    verifier = new ParallelVerifier();
  });
  afterAll(async () => {
    calls.close();
    await verifier.close();
  });

  const trade = () => {
    const channel = described(home).channels.find(({ name }) => name === 'trade');
    if (channel === undefined) throw new Error('no trade');
    return channel;
  };

  async function findings(change: (source: ChannelSource) => ChannelSource) {
    const { genesisBlock, chaincodes } = trade();
    const { audit } = await verifyChannel({
      channel: 'trade',
      chaincode: chaincodes[0] ?? '',
      genesisBlock: readFileSync(genesisBlock),
      source: change(peerSource(trade(), calls)),
      verifier,
    });
    return audit;
  }

  /** With another answer of one of the peers. */
  const lying =
    (place: number, lie: (honest: Witness) => Partial<Witness>) =>
    (source: ChannelSource): ChannelSource => ({
      ...source,
      witnesses: source.witnesses.map((one, index) => {
        if (index !== place) return one;
        const honest: Witness = {
          name: one.name,
          height: () => one.height(),
          head: (number) => one.head(number),
          document: (name, parts) => one.document(name, parts),
        };
        return { ...honest, ...lie(honest) };
      }),
    });

  test.each([0, 1])(
    'the value of a document in the state of peer %i',
    async (place) => {
      const { differences, notCompared } = await findings(
        lying(place, (honest) => ({
          document: async (name, parts) => {
            const said = await honest.document(name, parts);
            if (name !== 'credit:Get' || !('text' in said)) return said;
            return { text: said.text.replace('acknowledged', 'closed') };
          },
        })),
      );
      expect(notCompared).toEqual([]);
      expect(differences).toMatchObject([{ item: 'document', document: ['credit', 'LC-1'] }]);
      expect(differences[0]?.sentence).toMatch(
        /credit LC-1: peer0\.\w+ answers with another record than the ledger's/,
      );
    },
    30_000,
  );

  test('a document that it does not have', async () => {
    const { differences } = await findings(
      lying(1, (honest) => ({
        document: (name, parts) =>
          name === 'bill:Get'
            ? Promise.resolve({ refusal: 'RECORD_NOT_FOUND' })
            : honest.document(name, parts),
      })),
    );
    expect(differences).toMatchObject([{ item: 'document', document: ['bill', 'MABL', 'NSA1'] }]);
  }, 30_000);

  test('a possession that it leaves out of the chain', async () => {
    const { differences } = await findings(
      lying(0, (honest) => ({
        document: async (name, parts) => {
          const said = await honest.document(name, parts);
          if (name !== 'possession:GetChain' || !('text' in said)) return said;
          const chain = JSON.parse(said.text) as readonly unknown[];
          return { text: JSON.stringify(chain.slice(1)) };
        },
      })),
    );
    expect(differences[0]?.sentence).toMatch(
      /possession MABL NSA1: .* answers with 3 records, and the ledger has 4/,
    );
  }, 30_000);

  test.each(['hash', 'commitHash'] as const)(
    'another %s of the last block',
    async (what) => {
      const { differences, peers } = await findings(
        lying(2, (honest) => ({
          head: async (number) => ({ ...(await honest.head(number)), [what]: 'ab'.repeat(32) }),
        })),
      );
      expect(placesOf(differences)).toEqual([['trade', 'head', expect.any(Number)]]);
      expect(peers).toHaveLength(3);
    },
    30_000,
  );

  test('blocks that the own peer withholds from the end', async () => {
    const { differences, blocks } = await findings((source) => ({
      ...source,
      blocks: (first, last) => source.blocks(first, last - 2n),
    }));
    expect(placesOf(differences)).toEqual([['trade', 'withheld', blocks]]);
    expect(differences[0]?.sentence).toMatch(
      /peer0\.auditor does not deliver it .* and peer0\.\w+ has \d+ blocks/,
    );
  }, 30_000);

  test('and a peer that does not answer is no difference', async () => {
    const fails = () => Promise.reject(new Error('it is down'));
    const { differences, notCompared, peers } = await findings(
      lying(1, () => ({ height: fails, head: fails, document: fails })),
    );
    expect(differences).toEqual([]);
    expect(peers).toHaveLength(3);
    expect(notCompared).toEqual([expect.stringMatching(/^trade: peer0\.\w+: it is down$/)]);
  }, 30_000);
});

describe('of the blocks that a network has stored', () => {
  let stored: StoredLedger;
  beforeEach(() => {
    stored = new StoredLedger(home);
  });
  afterEach(() => {
    stored.dispose();
  });

  const audit = () => verifyNetwork({ home: stored.home, isUp: false }, silent);
  const NUMBER = 12;

  test('all are as they should be', async () => {
    const notCompared = ['what peers have: the network is down, or has no auditor'];
    expect(await audit()).toMatchObject({ differences: [], notCompared, statements: 4 });
  });

  test('a transaction that was changed', async () => {
    await stored.rewrite('trade', changed(NUMBER, withDataBit));
    const { differences, notCompared } = await audit();
    expect(placesOf(differences)).toEqual([
      ['trade', 'block', NUMBER],
      // What is not judged is not there either: the clearance was received later.
      ...placesOf(differences).slice(1),
    ]);
    expect(differences[0]?.sentence).toMatch(
      /^block 12: .*the data hash is not that of its transactions/,
    );
    expect(notCompared).toContain('trade: what peers have, as block 12 must be refused');
  });

  test('a flag that was changed, and nothing else', async () => {
    await stored.rewrite(
      'trade',
      changed(NUMBER, (block) => withMetadataBit(block, metadataSlot.transactionsFilter, 0)),
    );
    const { differences } = await audit();
    const [block] = (await stored.blocks('trade')).slice(NUMBER);
    const [transaction] = readCommittedBlock(block ?? new Uint8Array(0)).transactions;
    expect(differences).toMatchObject([
      { channel: 'trade', item: 'validation code', block: NUMBER, transaction: transaction?.txId },
    ]);
    expect(differences[0]?.sentence).toMatch(
      /has the validation code NIL_ENVELOPE, and judging it gives VALID$/,
    );
  });

  test('a commit hash that was changed', async () => {
    await stored.rewrite(
      'border',
      changed(NUMBER, (block) => withMetadataBit(block, metadataSlot.commitHash, -1)),
    );
    expect(placesOf((await audit()).differences)).toEqual([['border', 'commit hash', NUMBER]]);
  });

  test('a block that is left out', async () => {
    await stored.rewrite('consortium', (blocks) => blocks.toSpliced(4, 1));
    const { differences } = await audit();
    expect(placesOf(differences)[0]).toEqual(['consortium', 'block', 4]);
    expect(differences[0]?.sentence).toMatch(/the next block is 4/);
  });

  test('another first block', async () => {
    const [other = new Uint8Array(0)] = await stored.blocks('border');
    await stored.rewrite('trade', (blocks) => [other, ...blocks.slice(1)]);
    const { differences } = await audit();
    expect(placesOf(differences)[0]).toEqual(['trade', 'genesis', 0]);
    expect(differences[0]?.sentence).toMatch(/this is another ledger/);
  });

  test('bytes that are no block', async () => {
    await stored.rewrite('trade', (blocks) => blocks.with(NUMBER, Buffer.from('no block')));
    expect(placesOf((await audit()).differences)[0]).toEqual(['trade', 'block', NUMBER]);
  });

  test('a network that nobody ever started is told', async () => {
    const { code, err } = await commandLine('ledger', 'audit', '/nowhere');
    expect(code).toBe(2);
    expect(err).toMatch(/\/nowhere is no run folder of a network/);
  });
});

describe('what was recorded wrong is named', () => {
  test('a clearance whose hash is another than the declaration that the customs cleared', async () => {
    const deal = new Deal(harbour.clients, '2');
    await deal.takeUntil('clear');
    const command = deal.commandOf('receive') as { readonly clearance: object };
    const clearance = { ...command.clearance, sha256: 'ab'.repeat(32) };
    const forged = { ...command, clearance };
    const { transactionId } = succeeded(
      await deal.as('ines').submit('trade', 'receipt:Record', forged),
    );
    const { differences } = await verifyNetwork({ home, isUp: true }, silent);
    expect(differences).toMatchObject([
      {
        ...{ channel: 'trade', item: 'statement', transaction: transactionId },
        document: ['receipt', 'DOCS-2'],
      },
    ]);
    expect(differences[0]?.sentence).toMatch(
      /^receipt DOCS-2 \(block \d+, transaction [0-9a-f]{64}\) names the clearance of declaration DE-2 by transaction [0-9a-f]{64}: what that transaction wrote has not the hash abab/,
    );
  }, 60_000);

  test('a document that a member never consented to whom it binds, with exit code 1', async () => {
    const document = forgedDocuments.find(({ what }) => what === 'credit');
    if (document === undefined) throw new Error('no credit is forged');
    const forger = new Forger(harbour.network);
    const signers = ['ExportBankMSP', 'CarrierMSP'];
    const record = { ...document.make('FORGED'), guards: document.bound };
    const { code: flag, transactionId } = await forger.commit({
      ...{ channel: 'trade', signers },
      run: (simulator) => {
        writeNew(simulator, { record, sealedFor: [] });
      },
    });
    forger.close();
    expect(flag).toBe(0);
    const { code, events } = await commandLine('ledger', 'audit', home, '--json');
    expect(code).toBe(1);
    expect(events.filter(({ event }) => event === 'difference')).toContainEqual(
      expect.objectContaining({
        ...{ item: 'consent', transaction: transactionId, document: ['credit', 'FORGED'] },
        sentence: expect.stringMatching(/lacks the seal of ExportBankMSP, ImportBankMSP$/),
      }),
    );
  }, 30_000);

  test('and a file of blocks, however long, is judged without its peers', async () => {
    const stored = new StoredLedger(home);
    const { differences } = await verifyNetwork({ home: stored.home, isUp: false }, silent);
    expect(differences.map(({ item }) => item).sort()).toEqual(['consent', 'statement']);
    expect(fileSource(stored.file('trade')).witnesses).toEqual([]);
    stored.dispose();
  }, 30_000);
});
