import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ChaincodeAction, ProposalResponsePayload } from '@argosy/protocol/messages/proposal';
import { HashedRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { assembleTransaction, openProposal, signEnvelope } from '@argosy/protocol/proposal';
import { encode } from '@argosy/protocol/wire';
import { propose } from '../../test-support/proposals.js';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';

describe('ordering', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('BankA');
  }, 30_000);
  afterAll(() => network.close());

  /** A transaction with private data, which the ledger cannot judge; nobody endorsed it. */
  const unjudgeable = () => {
    const opened = openProposal(propose(client.signer).signed);
    const hashedRwset = encode(HashedRWSet, {
      hashedWrites: [{ keyHash: Buffer.alloc(32, 1), valueHash: Buffer.alloc(32, 2) }],
    });
    const results = encode(TxReadWriteSet, {
      nsRwset: [
        { namespace: 'kv', collectionHashedRwset: [{ collectionName: 'secrets', hashedRwset }] },
      ],
    });
    const extension = encode(ChaincodeAction, {
      results,
      response: { status: 200 },
      chaincodeId: { name: 'kv', version: '1.0' },
    });
    const { proposalHash } = opened;
    const endorsed = encode(ProposalResponsePayload, { proposalHash, extension });
    const endorsement = { endorser: client.signer.creator, signature: Buffer.from('none') };
    return signEnvelope(assembleTransaction(opened, endorsed, [endorsement]), client.signer);
  };

  test('a transaction that the ledger cannot judge is dropped and does not stop the channel', async () => {
    const { ordering, ledger } = network.channel;
    const before = ledger.height;
    expect(ordering.broadcast(unjudgeable())).toEqual({ status: 'SUCCESS', info: '' });
    await client.contract().submitTransaction('put', 'after', 'v');
    expect(network.warnings.join()).toContain('a transaction was dropped');
    expect(ledger.height).toBe(before + 1n);
  });

  test.each([
    ['no header', Buffer.alloc(0), 'could not determine channel ID: header not set'],
    ['rubbish', Buffer.from('rubbish'), 'could not determine channel ID: '],
  ])('an envelope with %s is refused', (_, payload, info) => {
    const answer = network.channel.ordering.broadcast({ payload, signature: Buffer.from('s') });
    expect(answer.status).toBe('BAD_REQUEST');
    expect(answer.info).toContain(info);
  });
});
