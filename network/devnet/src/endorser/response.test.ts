import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  ChaincodeAction,
  ChaincodeEvent,
  ProposalResponsePayload,
} from '@argosy/protocol/messages/proposal';
import { openProposal } from '@argosy/protocol/proposal';
import { pemSigner, type Signer } from '@argosy/protocol/signer';
import { decode } from '@argosy/protocol/wire';
import { Authority } from '../../test-support/certificates.js';
import { propose } from '../../test-support/proposals.js';
import { proposalResponse } from './response.js';

describe('what a peer answers', () => {
  let signer: Signer;

  beforeAll(async () => {
    const { certificate, key } = await (await Authority.make('ca')).enrol('peer', 'peer');
    signer = pemSigner('Bank', certificate, key);
  });

  const answer = (status: number) => {
    const { signed, transactionId } = propose(signer);
    const opened = openProposal(signed);
    const event = { chaincodeId: 'forged', txId: 'forged', eventName: 'e', payload: Buffer.of(1) };
    const response = { status, message: 'm', payload: Buffer.from('p') };
    const simulated = {
      response,
      event,
      results: Buffer.from('results'),
      version: '1',
      interest: { chaincodes: [] },
    };
    const answered = proposalResponse({ opened }, simulated, signer);
    return { answered, transactionId };
  };
  const actionIn = (payload: Uint8Array) =>
    decode(ChaincodeAction, decode(ProposalResponsePayload, payload).extension);

  test('services 60: whose event it is and of which transaction, the peer says', () => {
    const { answered, transactionId } = answer(200);
    const event = decode(ChaincodeEvent, actionIn(answered.payload).events);
    expect(event).toMatchObject({ chaincodeId: 'kv', txId: transactionId, eventName: 'e' });
  });

  test.each([
    [199, true, true],
    [399, true, true],
    [400, false, false],
    [499, false, false],
    [500, true, false],
  ])('status %i: payload %s, endorsement %s', (status, payload, endorsement) => {
    const { answered } = answer(status);
    expect(answered.response).toMatchObject({ status, message: 'm' });
    expect(answered.payload.length > 0).toBe(payload);
    expect(answered.endorsement !== undefined).toBe(endorsement);
    expect(answered.version).toBe(endorsement ? 1 : 0);
    expect(answered.interest !== undefined).toBe(payload);
    if (payload) expect(actionIn(answered.payload).events.length > 0).toBe(endorsement);
  });
});
