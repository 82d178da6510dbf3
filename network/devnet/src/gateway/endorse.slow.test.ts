import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Header, Payload } from '@argosy/protocol/messages/common';
import { EndorseResponse } from '@argosy/protocol/messages/gateway';
import {
  ChaincodeActionPayload,
  ChaincodeProposalPayload,
  Proposal,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { decode } from '@argosy/protocol/wire';
import { failureOf } from '../../test-support/failure.js';
import { badlySigned, ENDORSE, endorseRequest, propose } from '../../test-support/proposals.js';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';

const PLAN = 'no combination of peers can be derived which satisfy the endorsement policy: ';

describe('endorse', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('BankA');
  }, 30_000);
  afterAll(() => network.close());

  test('services 5: endorse of an unknown chaincode', async () => {
    const failure = await failureOf(client.contract('nothing').newProposal('get').endorse());
    expect(failure.code).toBe(status.FAILED_PRECONDITION);
    expect(failure.text).toBe(
      `${PLAN}No metadata was found for chaincode nothing in channel trade`,
    );
  });

  test('services 6: endorse on an unknown channel', async () => {
    const failure = await failureOf(client.contract('kv', 'other').newProposal('get').endorse());
    expect(failure.code).toBe(status.FAILED_PRECONDITION);
  });

  test('a chaincode that is defined but not installed cannot be endorsed', async () => {
    await network.define({ name: 'ghost', sequence: 1n, version: '1' });
    const failure = await failureOf(client.contract('ghost').newProposal('get').endorse());
    expect(failure.code).toBe(status.FAILED_PRECONDITION);
    expect(failure.text).toBe(`${PLAN}required chaincodes are not installed on sufficient peers`);
  });

  test('services 9: endorse-bad-signature', async () => {
    const bad = badlySigned(propose(client.signer).signed, client.signer);
    const failure = await failureOf(client.call(ENDORSE, endorseRequest(bad)));
    expect(failure.code).toBe(status.ABORTED);
    expect(failure.text).toBe('failed to endorse transaction, see attached details for more info');
    expect(failure.details.map(({ mspId, message }) => [mspId, message])).toEqual([
      ['BankA', 'error validating proposal: access denied: channel [trade] creator org [BankA]'],
    ]);
  });

  test('services 10: endorse-chaincode-error', async () => {
    const failure = await failureOf(client.contract().submitTransaction('respond', '500', 'no'));
    expect(failure.code).toBe(status.ABORTED);
    expect(failure.details[0]?.message).toBe('chaincode response 500, no');
  });

  test('services 11: endorse-nondeterministic', async () => {
    const failure = await failureOf(client.contract().submitTransaction('random'));
    expect(failure.code).toBe(status.ABORTED);
    expect(failure.text).toBe(
      'failed to collect enough transaction endorsements, see attached details for more info',
    );
    expect(failure.details.map(({ mspId, message }) => [mspId, message])).toEqual([
      ['BankB', 'ProposalResponsePayloads do not match'],
    ]);
  });

  test('services 13: endorse-named-org-missing', async () => {
    const proposal = client.contract().newProposal('put', {
      arguments: ['k', 'v'],
      endorsingOrganizations: ['BankA', 'Trader', 'Nobody'],
    });
    const failure = await failureOf(proposal.endorse());
    expect(failure.code).toBe(status.UNAVAILABLE);
    expect(failure.text).toBe('failed to find any endorsing peers for org(s): Trader, Nobody');
  });

  test('services 14: endorse-named-org-insufficient', async () => {
    const submitted = await client.contract().submitAsync('put', {
      arguments: ['short', 'v'],
      endorsingOrganizations: ['BankA'],
    });
    const { code, successful } = await submitted.getStatus();
    expect([code, successful]).toEqual([10, false]);
  });

  test('services 16: prepared-tx-bytes', async () => {
    const { signed } = propose(client.signer, {
      args: ['transient'],
      transient: { secret: Buffer.from('s') },
    });
    const answer = await client.call(ENDORSE, endorseRequest(signed));
    const envelope = decode(EndorseResponse, answer).preparedTransaction!;
    const payload = decode(Payload, envelope.payload);
    const header = decode(Header, decode(Proposal, signed.proposalBytes).header);
    expect(envelope.signature).toHaveLength(0);
    expect(payload.header).toEqual(header);
    const [action] = decode(Transaction, payload.data).actions;
    expect(Buffer.from(action!.header)).toEqual(Buffer.from(header.signatureHeader));
    const { chaincodeProposalPayload, action: endorsed } = decode(
      ChaincodeActionPayload,
      action!.payload,
    );
    expect(decode(ChaincodeProposalPayload, chaincodeProposalPayload).transientMap).toEqual([]);
    const endorsers = endorsed!.endorsements.map(({ endorser }) =>
      Buffer.from(endorser).toString('hex'),
    );
    expect(new Set(endorsers).size).toBe(2);
  });
});
