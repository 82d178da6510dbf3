import { randomBytes } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ChannelHeader, Header, SignatureHeader } from '@argosy/protocol/messages/common';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { Proposal } from '@argosy/protocol/messages/proposal';
import { sha256 } from '@argosy/protocol/crypto';
import type { SignedProposalMessage } from '@argosy/protocol/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import { failureOf } from '../../../network/devnet/test-support/failure.js';
import type { TestClient } from '../../../network/devnet/test-support/test-client.js';
import { makeChannel } from './support/channels.js';
import { processProposal, propose } from './support/calls.js';
import { fresh } from './support/names.js';
import { ALPHA, BETA, OMEGA, SuiteNetwork } from './support/network.js';
import { contractOf, optionsOf, RUN, type Step } from './support/steps.js';

const INVALID = 'error validating proposal: ';

describe('an endorser', () => {
  let network: SuiteNetwork;
  let client: TestClient;

  beforeAll(() => {
    network = new SuiteNetwork();
    client = network.client(ALPHA);
  });
  afterAll(() => {
    network.close();
  });

  /** A proposal with some header fields replaced, signed again. */
  const altered = (channel: object, signature: object = {}): SignedProposalMessage => {
    const { signed } = propose(client.signer, { args: ['ready'] });
    const proposal = decode(Proposal, signed.proposalBytes);
    const header = decode(Header, proposal.header);
    const channelHeader = encode(ChannelHeader, {
      ...decode(ChannelHeader, header.channelHeader),
      ...channel,
    });
    const signatureHeader = encode(SignatureHeader, {
      ...decode(SignatureHeader, header.signatureHeader),
      ...signature,
    });
    const proposalBytes = encode(Proposal, {
      ...proposal,
      header: encode(Header, { channelHeader, signatureHeader }),
    });
    return { proposalBytes, signature: client.signer.sign(proposalBytes) };
  };
  const refusal = async (signed: SignedProposalMessage) => {
    const { code, text } = await failureOf(processProposal(client, signed));
    expect(code).toBe(status.UNKNOWN);
    return text;
  };

  test.each([
    ['wrong type', { type: 0 }, {}, 'invalid header type MESSAGE'],
    ['type CONFIG_UPDATE', { type: 2 }, {}, 'invalid header type CONFIG_UPDATE'],
    ['epoch 1', { epoch: 1n }, {}, 'epoch is non-zero'],
    ['nonce empty', {}, { nonce: new Uint8Array(0) }, 'nonce is empty'],
    ['creator empty', {}, { creator: new Uint8Array(0) }, 'creator is empty'],
  ])('services 27: %s', async (_, channel, signature, why) => {
    expect(await refusal(altered(channel, signature))).toBe(`${INVALID}${why}`);
  });

  test.each([
    ['a proposal', '/protos.Endorser/ProcessProposal'],
    ['a query', '/gateway.Gateway/Evaluate'],
    ['a request to endorse', '/gateway.Gateway/Endorse'],
    ['a transaction', '/gateway.Gateway/Submit'],
    ['a question for a status', '/gateway.Gateway/CommitStatus'],
  ])('services 27: %s that cannot be read', async (_, path) => {
    const { code, text } = await failureOf(client.call(path, Buffer.from('rubbish')));
    expect([code, text]).toEqual([
      status.INTERNAL,
      'grpc: error unmarshalling request: proto: cannot parse invalid wire-format data',
    ]);
  });

  test('services 27: headers that cannot be read', async () => {
    const refusalOf = (proposal: object) => {
      const proposalBytes = encode(Proposal, proposal);
      return refusal({ proposalBytes, signature: client.signer.sign(proposalBytes) });
    };
    const why = 'proto: cannot parse invalid wire-format data';
    const bad = Buffer.from([0xff]);
    expect(await refusalOf({ header: bad })).toBe(
      `failed parsing header: error unmarshalling Header: ${why}`,
    );
    expect(await refusalOf({ header: encode(Header, { signatureHeader: bad }) })).toBe(
      `failed parsing signature header: error unmarshalling SignatureHeader: ${why}`,
    );
    expect(await refusalOf({ header: encode(Header, { channelHeader: bad }) })).toBe(
      `failed parsing channel header: error unmarshalling ChannelHeader: ${why}`,
    );
    expect(await refusalOf({})).toMatch(/^request unauthorized due to incorrect timestamp /);
  });

  test('services 27: txid mismatch', async () => {
    const nonce = randomBytes(24);
    const expected = sha256(nonce, client.signer.creator).toString('hex');
    expect(await refusal(altered({ txId: 'other' }, { nonce }))).toBe(
      `${INVALID}incorrectly computed txid 'other' -- expected '${expected}'`,
    );
  });

  test('services 27: a creator of an unknown organisation', async () => {
    const nonce = randomBytes(24);
    const creator = encode(SerializedIdentity, { mspid: 'NobodyMSP', idBytes: Buffer.from('?') });
    const txId = sha256(nonce, creator).toString('hex');
    expect(await refusal(altered({ txId }, { nonce, creator }))).toBe(
      `${INVALID}access denied: channel [main] creator org unknown, creator is malformed`,
    );
  });

  test('services 28: replay of a committed proposal', async () => {
    const steps: Step[] = [{ do: 'put', key: fresh('key'), value: 'v' }];
    const proposal = contractOf(client).newProposal(RUN, optionsOf(steps));
    await (await (await proposal.endorse()).submit()).getStatus();
    const failure = await failureOf(proposal.endorse());
    const creator = Buffer.from(client.signer.creator).toString('hex');
    expect(failure.code).toBe(status.ABORTED);
    expect(failure.details[0]?.message).toBe(
      `duplicate transaction found [${proposal.getTransactionId()}]. Creator [${creator}]`,
    );
  });

  test('services 29: a chaincode of channels, called without a channel', async () => {
    const { signed } = propose(client.signer, { channel: '', args: ['ready'] });
    const { response, payload, endorsement } = await processProposal(client, signed);
    expect(response?.status).toBe(500);
    expect(response?.message).toMatch(
      /^make sure the chaincode ops has been successfully defined on channel {2}and try again: /,
    );
    expect(payload).toHaveLength(0);
    expect(endorsement).toBeUndefined();
  });

  test('services 29: without a channel only the peer’s own organisation is known', async () => {
    const foreign = network.client(BETA, 'user', { peer: network.peer(ALPHA) });
    const { signed } = propose(foreign.signer, {
      channel: '',
      chaincode: 'cscc',
      args: ['GetChannels'],
    });
    const { code, text } = await failureOf(processProposal(foreign, signed));
    expect([code, text]).toEqual([
      status.UNKNOWN,
      `${INVALID}access denied: channel [] creator org unknown, creator is malformed`,
    ]);
  });

  test('services 30: channel not joined', async () => {
    const nowhere = await processProposal(
      client,
      propose(client.signer, { channel: 'nowhere', args: ['ready'] }).signed,
    );
    expect(nowhere.response).toMatchObject({ status: 500, message: "channel 'nowhere' not found" });
    expect(nowhere.payload).toHaveLength(0);
  });

  test('services 30: a channel that only others joined', async () => {
    const { name } = await makeChannel(network, { members: [BETA] });
    const { response } = await processProposal(
      client,
      propose(client.signer, { channel: name, args: ['ready'] }).signed,
    );
    expect(response).toMatchObject({ status: 500, message: `channel '${name}' not found` });
  });

  test('services 27: who may not write is refused', async () => {
    const omega = network.client(OMEGA);
    const { signed } = propose(omega.signer, { args: ['ready'] });
    const { code, text } = await failureOf(processProposal(omega, signed));
    expect([code, text]).toEqual([
      status.UNKNOWN,
      `${INVALID}access denied: channel [main] creator org unknown, creator is malformed`,
    ]);
    const orderer = network.orderers[0]!;
    const consenter = network.client(orderer.msp, 'consenter');
    const proposal = propose(consenter.signer, { args: ['ready'] }).signed;
    const denied = await failureOf(processProposal(consenter, proposal));
    expect([denied.code, denied.text]).toEqual([
      status.UNKNOWN,
      'Failed evaluating policy on signed data during check policy on channel [main] with policy ' +
        '[/Channel/Application/Writers]: [implicit policy evaluation failed - 0 sub-policies were satisfied, ' +
        "but this policy requires 1 of the 'Writers' sub-policies to be satisfied]",
    ]);
  });
});
