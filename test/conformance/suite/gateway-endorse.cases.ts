import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Header, Payload } from '@argosy/protocol/messages/common';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import {
  ChaincodeActionPayload,
  ChaincodeProposalPayload,
  Proposal,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { decode } from '@argosy/protocol/wire';
import { collectionOf } from '../../../network/devnet/test-support/collections.js';
import { failureOf } from '../../../network/devnet/test-support/failure.js';
import { badlySigned } from '../../../network/devnet/test-support/proposals.js';
import type { TestClient } from '../../../network/devnet/test-support/test-client.js';
import { endorseRaw, propose, proposeSteps } from './support/calls.js';
import { define, endorsedBy } from './support/definitions.js';
import { fresh } from './support/names.js';
import { ALPHA, BETA, DELTA, GAMMA, SuiteNetwork } from './support/network.js';
import { commit, contractOf, optionsOf, RUN, type Step, type Target } from './support/steps.js';

const PLAN = 'no combination of peers can be derived which satisfy the endorsement policy: ';
const COLLECTED =
  'failed to collect enough transaction endorsements, see attached details for more info';
const FIRST = 'failed to endorse transaction, see attached details for more info';

describe('endorse', () => {
  let network: SuiteNetwork;
  let client: TestClient;

  beforeAll(() => {
    network = new SuiteNetwork();
    client = network.client(ALPHA);
  });
  afterAll(() => {
    network.close();
  });

  const put = (): Step[] => [{ do: 'put', key: fresh('key'), value: 'v' }];
  const endorse = (steps: readonly Step[], target: Target = {}) =>
    contractOf(client, target).newProposal(RUN, optionsOf(steps, target)).endorse();

  test('services 5: endorse of an unknown chaincode', async () => {
    const failure = await failureOf(endorse([], { chaincode: 'nothing' }));
    expect(failure.code).toBe(status.FAILED_PRECONDITION);
    expect(failure.text).toBe(`${PLAN}No metadata was found for chaincode nothing in channel main`);
  });

  test('services 6: endorse on an unknown channel', async () => {
    const failure = await failureOf(endorse([], { channel: 'nowhere' }));
    expect(failure.code).toBe(status.FAILED_PRECONDITION);
    expect(failure.text).toBe(`${PLAN}No metadata was found for chaincode ops in channel nowhere`);
  });

  test('services 9: endorse-bad-signature', async () => {
    const bad = badlySigned(propose(client.signer, { args: ['ready'] }).signed, client.signer);
    const failure = await failureOf(endorseRaw(client, bad));
    expect([failure.code, failure.text]).toEqual([status.ABORTED, FIRST]);
    const denied = `error validating proposal: access denied: channel [main] creator org [${ALPHA}]`;
    expect(failure.details).toEqual([
      { address: network.peer(ALPHA).endpoint, mspId: ALPHA, message: denied },
      {
        address: network.peer(ALPHA, 1).endpoint,
        mspId: ALPHA,
        message: `rpc error: code = Unknown desc = ${denied}`,
      },
    ]);
  });

  test('services 10: endorse-chaincode-error', async () => {
    const failure = await failureOf(endorse([{ do: 'answer', count: 500, value: 'no' }]));
    expect([failure.code, failure.text]).toEqual([status.ABORTED, FIRST]);
    expect(failure.details[0]?.message).toBe('chaincode response 500, no');
  });

  test('services 11: endorse-nondeterministic', async () => {
    const chaincode = fresh('two');
    const validationParameter = endorsedBy(2, ALPHA, BETA);
    await define(
      network,
      { name: chaincode, validationParameter },
      { organisations: [ALPHA, BETA] },
    );
    const failure = await failureOf(endorse([{ do: 'random', key: 'random' }], { chaincode }));
    expect([failure.code, failure.text]).toEqual([status.ABORTED, COLLECTED]);
    expect(failure.details).toEqual([
      {
        address: network.peer(BETA).endpoint,
        mspId: BETA,
        message: 'ProposalResponsePayloads do not match',
      },
    ]);
  });

  test('services 12: a policy that asks for an organisation without a peer', async () => {
    const chaincode = fresh('down');
    const validationParameter = endorsedBy(2, ALPHA, DELTA);
    await define(
      network,
      { name: chaincode, validationParameter },
      { organisations: [ALPHA, BETA] },
    );
    const failure = await failureOf(endorse(put(), { chaincode }));
    expect([failure.code, failure.text]).toEqual([
      status.FAILED_PRECONDITION,
      `${PLAN}no peer combination can satisfy the endorsement policy`,
    ]);
  });

  test('services 12: a policy that asks for a peer without the chaincode', async () => {
    const chaincode = fresh('absent');
    const validationParameter = endorsedBy(2, ALPHA, GAMMA);
    await define(
      network,
      { name: chaincode, validationParameter },
      { organisations: [ALPHA, BETA] },
    );
    const failure = await failureOf(endorse(put(), { chaincode }));
    expect([failure.code, failure.text]).toEqual([
      status.FAILED_PRECONDITION,
      `${PLAN}required chaincodes are not installed on sufficient peers`,
    ]);
  });

  test('services 13: endorse-named-org-missing', async () => {
    const failure = await failureOf(endorse(put(), { organisations: [ALPHA, DELTA, 'NobodyMSP'] }));
    expect(failure.code).toBe(status.UNAVAILABLE);
    expect(failure.text).toBe(`failed to find any endorsing peers for org(s): ${DELTA}, NobodyMSP`);
  });

  test('services 14: endorse-named-org-insufficient', async () => {
    expect((await commit(client, put(), { organisations: [ALPHA] })).code).toBe(10);
    expect((await commit(client, put(), { organisations: [ALPHA, GAMMA] })).code).toBe(0);
  });

  test('services 15: transient data for a collection that not all endorsers may have', async () => {
    const chaincode = fresh('private');
    const collections = { config: [collectionOf('mine', [ALPHA])] };
    await define(network, { name: chaincode, collections });
    const steps: Step[] = [{ do: 'put', collection: 'mine', key: 'k', value: 'v' }];
    const transient = { secret: 's' };
    const failure = await failureOf(endorse(steps, { chaincode, transient }));
    expect([failure.code, failure.text]).toEqual([
      status.FAILED_PRECONDITION,
      'requires endorsement from organisation(s) that are not in the distribution policy of the private data collection(s): [mine]; retry specifying trusted endorsing organizations to protect transient data',
    ]);
    const named = { chaincode, transient, organisations: [ALPHA, BETA] };
    expect((await commit(client, steps, named)).code).toBe(0);
  });

  test('services 16: prepared-tx-bytes', async () => {
    const transient = { secret: 's' };
    const { signed } = proposeSteps(client.signer, [{ do: 'transient' }], { transient });
    const envelope = await endorseRaw(client, signed);
    const payload = decode(Payload, envelope.payload);
    const header = decode(Header, decode(Proposal, signed.proposalBytes).header);
    expect(envelope.signature).toHaveLength(0);
    expect(payload.header).toEqual(header);
    const { actions } = decode(Transaction, payload.data);
    expect(actions).toHaveLength(1);
    expect(Buffer.from(actions[0]!.header)).toEqual(Buffer.from(header.signatureHeader));
    const { chaincodeProposalPayload, action } = decode(
      ChaincodeActionPayload,
      actions[0]!.payload,
    );
    expect(decode(ChaincodeProposalPayload, chaincodeProposalPayload).transientMap).toEqual([]);
    // Transient data is shown to the gateway’s own organisation alone, which its two peers cannot stand for twice.
    const endorsers = action!.endorsements.map(
      ({ endorser }) => decode(SerializedIdentity, endorser).mspid,
    );
    expect(endorsers).toHaveLength(2);
    expect(new Set(endorsers).size).toBe(2);
    expect(endorsers[0]).toBe(ALPHA);
  });
});
