import { randomBytes } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ChannelHeader, Header, SignatureHeader } from '@argosy/protocol/messages/common';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import {
  ChaincodeAction,
  Proposal,
  ProposalResponse,
  ProposalResponsePayload,
  SignedProposal,
} from '@argosy/protocol/messages/proposal';
import { KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { sha256 } from '@argosy/protocol/crypto';
import type { SignedProposalMessage } from '@argosy/protocol/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import { failureOf } from '../../test-support/failure.js';
import { propose } from '../../test-support/proposals.js';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';

describe('endorser', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('BankA');
  }, 30_000);
  afterAll(() => network.close());

  const process = async (signed: SignedProposalMessage) =>
    decode(
      ProposalResponse,
      await client.call('/protos.Endorser/ProcessProposal', encode(SignedProposal, signed)),
    );

  /** The proposal with some header fields replaced, signed again. */
  const altered = (channel: object, signature: object = {}): SignedProposalMessage => {
    const proposal = decode(Proposal, propose(client.signer).signed.proposalBytes);
    const header = decode(Header, proposal.header);
    const proposalBytes = encode(Proposal, {
      ...proposal,
      header: encode(Header, {
        channelHeader: encode(ChannelHeader, {
          ...decode(ChannelHeader, header.channelHeader),
          ...channel,
        }),
        signatureHeader: encode(SignatureHeader, {
          ...decode(SignatureHeader, header.signatureHeader),
          ...signature,
        }),
      }),
    });
    return { proposalBytes, signature: client.signer.sign(proposalBytes) };
  };

  test.each([
    ['wrong type', { type: 0 }, {}, 'invalid header type MESSAGE'],
    ['epoch 1', { epoch: 1n }, {}, 'epoch is non-zero'],
    ['empty nonce', {}, { nonce: new Uint8Array(0) }, 'nonce is empty'],
    ['empty creator', {}, { creator: new Uint8Array(0) }, 'creator is empty'],
  ])('services 27: %s', async (_, channel, signature, why) => {
    const failure = await failureOf(process(altered(channel, signature)));
    expect(failure.code).toBe(status.UNKNOWN);
    expect(failure.text).toBe(`error validating proposal: ${why}`);
  });

  test('services 27: txid mismatch', async () => {
    const nonce = randomBytes(24);
    const expected = sha256(nonce, client.signer.creator).toString('hex');
    const failure = await failureOf(process(altered({ txId: 'other' }, { nonce })));
    expect(failure.text).toBe(
      `error validating proposal: incorrectly computed txid 'other' -- expected '${expected}'`,
    );
  });

  test('a creator of an unknown organisation', async () => {
    const nonce = randomBytes(24);
    const creator = encode(SerializedIdentity, { mspid: 'NobodyMSP', idBytes: Buffer.from('?') });
    const txId = sha256(nonce, creator).toString('hex');
    const failure = await failureOf(process(altered({ txId }, { nonce, creator })));
    expect(failure.text).toBe(
      'error validating proposal: access denied: channel [trade] creator org unknown, creator is malformed',
    );
  });

  test('services 28: replay of a committed proposal', async () => {
    const submitted = await client.contract().submitAsync('put', { arguments: ['replayed', 'v'] });
    const { blockNumber } = await submitted.getStatus();
    const [transaction] = network.channel.ledger.summary(blockNumber).transactions;
    const proposal = client.contract().newProposal('put', { arguments: ['fresh', 'v'] });
    const commit = await (await proposal.endorse()).submit();
    await commit.getStatus();
    const failure = await failureOf(proposal.endorse());
    const creator = Buffer.from(transaction!.creator).toString('hex');
    expect(failure.details[0]?.message).toBe(
      `duplicate transaction found [${proposal.getTransactionId()}]. Creator [${creator}]`,
    );
  });

  test('services 30: channel not joined', async () => {
    const response = await process(propose(client.signer, { channelId: 'other' }).signed);
    expect(response.response).toMatchObject({ status: 500, message: "channel 'other' not found" });
    expect(response.payload).toHaveLength(0);
  });

  test('who may not write is refused', async () => {
    const peer = await network.client('BankA', 'peer');
    const failure = await failureOf(process(propose(peer.signer).signed));
    expect(failure.code).toBe(status.UNKNOWN);
    expect(failure.text).toBe(
      'Failed evaluating policy on signed data during check policy on channel [trade] with policy ' +
        '[/Channel/Application/Writers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, ' +
        "but this policy requires 1 of the 'Writers' sub-policies to be satisfied]",
    );
  });

  test('a chaincode without definition', async () => {
    const { response } = await process(propose(client.signer, { chaincodeName: 'nothing' }).signed);
    expect(response?.message).toBe(
      'make sure the chaincode nothing has been successfully defined on channel trade and try again: ' +
        'chaincode nothing not found',
    );
  });

  test('services 31: rwset-bytes of put and get', async () => {
    const { signed } = propose(client.signer, { args: ['increment', 'rwset'] });
    const { payload, endorsement, version, response } = await process(signed);
    expect([version, response?.status]).toEqual([1, 200]);
    expect(Buffer.from(endorsement!.endorser).includes('BankA')).toBe(true);
    const { extension } = decode(ProposalResponsePayload, payload);
    const { results, chaincodeId } = decode(ChaincodeAction, extension);
    expect(chaincodeId).toMatchObject({ name: 'kv', version: '1.0', path: '' });
    const { nsRwset } = decode(TxReadWriteSet, results);
    expect(nsRwset.map(({ namespace }) => namespace)).toEqual(['_lifecycle', 'kv']);
    const [lifecycle, own] = nsRwset.map(({ rwset }) => decode(KVRWSet, rwset));
    expect(lifecycle!.reads).toEqual([
      { key: 'namespaces/fields/kv/Sequence', version: { blockNum: 3n, txNum: 0n } },
    ]);
    expect(own!.reads).toEqual([{ key: 'rwset', version: undefined }]);
    expect(own!.writes).toMatchObject([{ key: 'rwset', isDelete: false }]);
  });

  test('services 60: no event with status 400 or above', async () => {
    const { signed } = propose(client.signer, { args: ['eventThenStatus', 'e', '500'] });
    const { payload, endorsement } = await process(signed);
    expect(endorsement).toBeUndefined();
    const { extension } = decode(ProposalResponsePayload, payload);
    expect(decode(ChaincodeAction, extension).events).toHaveLength(0);
  });
});
