import { expect, test } from '@jest/globals';
import { ChannelHeader, Envelope, headerType, Payload } from '@argosy/protocol/messages/common';
import { DeliverResponse } from '@argosy/protocol/messages/deliver';
import {
  ChaincodeActionPayload,
  ChaincodeProposalPayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import { encode } from '@argosy/protocol/wire';
import { contentsOf } from './support/ordered-contents.js';

/** A block with one transaction, whose proposal is as given. */
function blockWith(proposal: Uint8Array): Buffer {
  const payload = encode(ChaincodeActionPayload, { chaincodeProposalPayload: proposal });
  const channelHeader = encode(ChannelHeader, { type: headerType.endorserTransaction });
  const envelope = encode(Envelope, {
    payload: encode(Payload, {
      header: { channelHeader },
      data: encode(Transaction, { actions: [{ payload }] }),
    }),
  });
  return encode(DeliverResponse, {
    block: { header: { number: 7n }, data: { data: [envelope] } },
  });
}

test('a proposal without transient data is read', () => {
  const proposal = encode(ChaincodeProposalPayload, {});
  expect([...contentsOf([blockWith(proposal)]).keys()]).toEqual(['chain', 'transaction']);
});

test('transient data in a block would be found: it is on no list', () => {
  const transientMap = [{ key: 'confidential', value: Buffer.from('At 30 days') }];
  const proposal = encode(ChaincodeProposalPayload, { transientMap });
  expect(() => contentsOf([blockWith(proposal)])).toThrow('transientMap is on no list');
});

test('so would a field that nobody knows', () => {
  const unknownField = Buffer.from([0x7a, 0x03, 0x61, 0x62, 0x63]);
  expect(() => contentsOf([blockWith(unknownField)])).toThrow('is on no list');
});
