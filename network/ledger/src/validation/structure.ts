import type { Header } from '@argosy/protocol/messages/common';
import {
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
  headerType,
} from '@argosy/protocol/messages/common';
import {
  ChaincodeAction,
  ChaincodeActionPayload,
  ChaincodeEvent,
  ChaincodeHeaderExtension,
  ProposalResponsePayload,
  Transaction,
} from '@argosy/protocol/messages/proposal';
import type { Endorsement } from '@argosy/protocol/messages/proposal';
import { proposalHash, transactionId } from '@argosy/protocol/proposal';
import type { Decoded } from '@argosy/protocol/wire';
import { Defect, layer, require } from './defect.js';
import { quoted } from './quoted.js';
import { openReadWriteSet } from './read-write-set.js';
import type { NamespaceSet } from './read-write-set.js';

export { Defect } from './defect.js';
export type { CollectionSet, NamespaceSet } from './read-write-set.js';

/** The headers of an envelope that could be read. */
export interface OpenedEnvelope {
  readonly envelope: Decoded<typeof Envelope>;
  readonly payload: Decoded<typeof Payload>;
  readonly channelHeader: Decoded<typeof ChannelHeader>;
  readonly signatureHeader: Decoded<typeof SignatureHeader>;
}

/** An endorser transaction whose every layer could be read. */
export interface EndorserTransaction extends OpenedEnvelope {
  readonly chaincode: string;
  readonly responsePayload: Uint8Array;
  readonly endorsements: readonly Decoded<typeof Endorsement>[];
  readonly namespaces: readonly NamespaceSet[];
  readonly event: Decoded<typeof ChaincodeEvent> | undefined;
}

const EMPTY = new Uint8Array(0);

const transactionTypes: readonly number[] = [
  headerType.endorserTransaction,
  headerType.configUpdate,
  headerType.config,
];

/** The headers of an entry, unchecked. Throws Defect where they cannot be read. */
export function readHeaders(entry: Uint8Array): OpenedEnvelope {
  const envelope = layer('INVALID_OTHER_REASON', Envelope, entry);
  const payload = layer('BAD_PAYLOAD', Payload, envelope.payload);
  const header: Decoded<typeof Header> | undefined = payload.header;
  require(header !== undefined, 'BAD_COMMON_HEADER', 'the payload has no header');
  const channelHeader = layer('BAD_COMMON_HEADER', ChannelHeader, header.channelHeader);
  const signatureHeader = layer('BAD_COMMON_HEADER', SignatureHeader, header.signatureHeader);
  return { envelope, payload, channelHeader, signatureHeader };
}

/** The checks of a peer up to the creator's signature, in its order. Throws Defect. */
export function openEnvelope(entry: Uint8Array): OpenedEnvelope {
  const opened = readHeaders(entry);
  const { type, epoch } = opened.channelHeader;
  const { nonce, creator } = opened.signatureHeader;
  const code = 'BAD_COMMON_HEADER';
  require(transactionTypes.includes(type), code, () =>
    `the header type is ${type}, which no transaction has`);
  require(epoch === 0n, code, () => `the epoch is ${epoch}, not 0`);
  require(nonce.length > 0, code, 'the signature header has no nonce');
  require(creator.length > 0, code, 'the signature header has no creator');
  return opened;
}

/** The transaction's id must be the one that its nonce and creator give. Throws Defect. */
export function checkTransactionId({ channelHeader, signatureHeader }: OpenedEnvelope): void {
  const expected = transactionId(signatureHeader.nonce, signatureHeader.creator);
  require(channelHeader.txId === expected, 'BAD_PROPOSAL_TXID', () =>
    `the id is ${quoted(channelHeader.txId)}, but nonce and creator give "${expected}"`);
}

/** The one action of an endorser transaction, tied to its proposal by hash. Throws Defect. */
export function openAction(opened: OpenedEnvelope): {
  readonly responsePayload: Decoded<typeof ProposalResponsePayload>;
  readonly responseBytes: Uint8Array;
  readonly endorsements: readonly Decoded<typeof Endorsement>[];
} {
  const code = 'INVALID_ENDORSER_TRANSACTION';
  require(opened.payload.data.length > 0, code, 'the payload holds no transaction');
  const { actions } = layer(code, Transaction, opened.payload.data);
  const [action] = actions;
  require(action !== undefined && actions.length === 1, code, () =>
    `the transaction has ${actions.length} actions, not one`);
  const inner = layer(code, SignatureHeader, action.header, 'the header of the action');
  require(inner.nonce.length > 0 && inner.creator.length > 0, code, () =>
    `the header of the action has no ${inner.nonce.length > 0 ? 'creator' : 'nonce'}`);
  const actionPayload = layer(code, ChaincodeActionPayload, action.payload);
  const endorsed = actionPayload.action;
  require(endorsed !== undefined, code, 'the action holds nothing that was endorsed');
  const responsePayload = layer(code, ProposalResponsePayload, endorsed.proposalResponsePayload);
  const channelHeader = opened.payload.header?.channelHeader ?? EMPTY;
  const parts = [channelHeader, action.header, actionPayload.chaincodeProposalPayload] as const;
  require(parts.every(
    ({ length }) => length > 0,
  ), code, 'the action does not hold the proposal that was endorsed');
  const same = proposalHash(...parts).equals(responsePayload.proposalHash);
  require(same, code, 'another proposal was endorsed: its hash is not that of the proposal in the transaction');
  return {
    responsePayload,
    responseBytes: endorsed.proposalResponsePayload,
    endorsements: endorsed.endorsements,
  };
}

/** What the endorsers said: the chaincode, its read-write set and its event. Throws Defect. */
export function openResult(
  opened: OpenedEnvelope,
  extension: Uint8Array,
): Pick<EndorserTransaction, 'chaincode' | 'namespaces' | 'event'> {
  const header = layer(
    'BAD_HEADER_EXTENSION',
    ChaincodeHeaderExtension,
    opened.channelHeader.extension,
  );
  require(extension.length >
    0, 'BAD_RESPONSE_PAYLOAD', 'the endorsed response has no chaincode action');
  const action = layer('BAD_RESPONSE_PAYLOAD', ChaincodeAction, extension);
  const namespaces = openReadWriteSet(action.results);
  const named = header.chaincodeId;
  const ran = action.chaincodeId;
  require(named !== undefined && ran !== undefined, 'INVALID_OTHER_REASON', () =>
    `the ${named === undefined ? 'header' : 'endorsed response'} names no chaincode`);
  require(named.name !== '', 'INVALID_CHAINCODE', 'the header names a chaincode without a name');
  require(named.name === ran.name, 'INVALID_CHAINCODE', () =>
    `the header asks for chaincode ${quoted(named.name)}, but ${quoted(ran.name)} ran`);
  require(ran.version !== '', 'INVALID_CHAINCODE', () =>
    `the endorsed response names chaincode ${quoted(ran.name)} without a version`);
  const event = openEvent(action.events, named.name);
  requireDistinct(namespaces);
  return { chaincode: named.name, namespaces, event };
}

function requireDistinct(namespaces: readonly NamespaceSet[]): void {
  if (namespaces.length < 2) return;
  const seen = new Set<string>();
  for (const { namespace } of namespaces) {
    if (seen.has(namespace)) {
      const what = `namespace ${quoted(namespace)} occurs twice in the read-write set`;
      throw new Defect('ILLEGAL_WRITESET', what, namespace);
    }
    seen.add(namespace);
  }
}

function openEvent(
  events: Uint8Array,
  chaincode: string,
): Decoded<typeof ChaincodeEvent> | undefined {
  if (events.length === 0) return undefined;
  const event = layer('INVALID_OTHER_REASON', ChaincodeEvent, events, 'the event');
  require(event.chaincodeId === chaincode, 'INVALID_OTHER_REASON', () =>
    `the event is of chaincode ${quoted(event.chaincodeId)}, not of ${quoted(chaincode)}`);
  return event;
}
