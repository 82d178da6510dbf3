import { expect, test } from '@jest/globals';
import * as common from '@argosy/protocol/messages/common';
import * as proposal from '@argosy/protocol/messages/proposal';
import * as rwset from '@argosy/protocol/messages/rwset';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { Chance } from '../support/chance.js';
import { leavesOf } from '../support/leaves.js';
import type { Table } from '../support/message-tables.js';
import { seal } from '../support/sealed.js';
import { Scene } from './scene.js';
import { rowsByClass } from './tables/all.js';

/** Everything that a transaction may consist of. */
const messages: readonly Table[] = [
  ...[common.Envelope, common.Payload, common.Header, common.ChannelHeader, common.Timestamp],
  ...[common.SignatureHeader, SerializedIdentity],
  ...[proposal.ChaincodeHeaderExtension, proposal.ChaincodeID, proposal.Transaction],
  ...[proposal.TransactionAction, proposal.ChaincodeActionPayload],
  ...[proposal.ChaincodeProposalPayload, proposal.ChaincodeEndorsedAction, proposal.Endorsement],
  ...[proposal.ProposalResponsePayload, proposal.ChaincodeAction, proposal.Response],
  ...[proposal.ChaincodeEvent, rwset.TxReadWriteSet, rwset.NsReadWriteSet, rwset.KVRWSet],
  ...[rwset.KVRead, rwset.Version, rwset.KVWrite, rwset.KVMetadataWrite, rwset.KVMetadataEntry],
  ...[rwset.RangeQueryInfo, rwset.QueryReads, rwset.QueryReadsMerkleSummary],
  ...[rwset.CollectionHashedReadWriteSet, rwset.HashedRWSet, rwset.KVReadHash],
  ...[rwset.KVWriteHash, rwset.KVMetadataWriteHash],
];

/** Fields that hold a message whose own fields are changed: that they are there is said by those. */
const containers = new Set(
  Object.entries({
    'common.Envelope': ['payload'],
    'common.Payload': ['data'],
    'common.Header': ['channelHeader', 'signatureHeader'],
    'common.ChannelHeader': ['extension'],
    'common.SignatureHeader': ['creator'],
    'protos.TransactionAction': ['header', 'payload'],
    'protos.ChaincodeActionPayload': ['chaincodeProposalPayload', 'action'],
    'protos.ChaincodeProposalPayload': ['input'],
    'protos.ChaincodeEndorsedAction': ['proposalResponsePayload'],
    'protos.Endorsement': ['endorser'],
    'protos.ProposalResponsePayload': ['extension'],
    'protos.ChaincodeAction': ['results', 'events'],
    'rwset.NsReadWriteSet': ['rwset'],
    'rwset.CollectionHashedReadWriteSet': ['hashedRwset'],
  }).flatMap(([message, fields]) => fields.map((field) => `${message}.${field}`)),
);

test('every field that a transaction may have is changed by some row', async () => {
  const scene = await Scene.open();
  // Always the same: what is covered must not depend on the seed of a run.
  const chance = new Chance(7);
  const changed = new Set<string>();
  for (const row of Object.values(rowsByClass).flat()) {
    // Some rows choose among several changes.
    for (let i = 0; i < 6; i++) {
      const parts = await scene.parts(row.on[i % row.on.length]!, chance);
      const before = seal(parts);
      row.change(parts, scene, chance);
      // Signed by nobody, what differs is the change itself and not what follows from it.
      const by = Object.keys(row.expected).includes('nobody') ? 'nobody' : 'all';
      const after = leavesOrNone(seal(parts, by, before).entry);
      for (const [name, values] of leavesOf(common.Envelope, before.entry))
        if (differs(values, after.get(name))) changed.add(name);
    }
  }
  const fields = messages.flatMap(({ name, fields: own }) =>
    own.map((field) => `${name}.${field.name}`),
  );
  expect(fields.filter((name) => !changed.has(name) && !containers.has(name))).toEqual([]);
});

/** Whether as many values are there, and one is another: what is lost with all around it was not itself changed. */
const differs = (before: readonly string[], after: readonly string[] | undefined): boolean =>
  after?.length === before.length && after.some((value, i) => value !== before[i]);

/** Some rows make the envelope itself unreadable. */
function leavesOrNone(entry: Uint8Array): Map<string, string[]> {
  try {
    return leavesOf(common.Envelope, entry);
  } catch {
    return new Map();
  }
}
