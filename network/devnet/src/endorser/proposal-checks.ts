import { reasonOf } from '@argosy/protocol/reason';
import type { Identity } from '@argosy/protocol/msp';
import {
  ChannelHeader,
  Header,
  headerType,
  SignatureHeader,
} from '@argosy/protocol/messages/common';
import { Proposal } from '@argosy/protocol/messages/proposal';
import {
  openProposal,
  transactionId,
  type OpenedProposal,
  type SignedProposalMessage,
} from '@argosy/protocol/proposal';
import type { SignatureChecks } from '@argosy/protocol/signature-checks';
import type { SignedData } from '@argosy/protocol/signed-data';
import { WireError, type Decoded } from '@argosy/protocol/wire';
import type { MessageType } from '@argosy/protocol/wire/schema';
import type { Channel } from '../channel.js';
import { readPart, unreadablePart } from '../grpc/read-call.js';
import { isExpired } from '../identity-expiry.js';
import type { LocalMsp } from '../local-msp.js';
import { toMilliseconds, withinTimeWindow } from '../time-window.js';

/** A proposal for no channel: it concerns the peer alone. */
export interface LocalProposal {
  readonly opened: OpenedProposal;
  readonly channel: undefined;
  readonly creator: Identity;
}

/** A proposal that may be simulated. Its checks hold for every peer of the channel, so they are made once. */
export interface CheckedProposal {
  readonly opened: OpenedProposal;
  readonly channel: Channel;
  readonly creator: Identity;
}

/**
 * A proposal that is refused with a gRPC error. The gateway tells the two stages apart: what the filters in front of
 * the endorser refuse carries no answer, so it looks like a peer that cannot be reached.
 */
export class ProposalRefused extends Error {
  override readonly name = 'ProposalRefused';

  constructor(
    readonly stage: 'filter' | 'endorser',
    message: string,
  ) {
    super(message);
  }
}

/** A proposal for a channel that the peer has not joined: answered with status 500, not with a gRPC error. */
export class UnknownChannel extends Error {
  override readonly name = 'UnknownChannel';

  constructor(channelId: string) {
    super(`channel '${channelId}' not found`);
  }
}

/** The checks of a peer before it simulates, in its order and its words. Throws ProposalRefused and UnknownChannel. */
export function checkProposal(
  signed: SignedProposalMessage,
  channels: ReadonlyMap<string, Channel>,
  now: number,
): CheckedProposal {
  const opened = unpack(signed, now);
  const channel = channels.get(opened.channelHeader.channelId);
  const creator = channel?.bundle.msps.identity(opened.signatureHeader.creator);
  passFilters(opened, creator, now);
  if (channel === undefined) throw new UnknownChannel(opened.channelHeader.channelId);
  refuseMalformed(opened);
  const known = authenticate(opened, channel, creator);
  refuseDuplicate(opened, channel);
  return { opened, channel, creator: known };
}

/** The checks of a proposal for no channel: who signed it must be of the peer's own organisation. Throws ProposalRefused. */
export function checkLocalProposal(
  signed: SignedProposalMessage,
  { localMsp, checks }: { readonly localMsp: LocalMsp; readonly checks: SignatureChecks },
  now: number,
): LocalProposal {
  const opened = unpack(signed, now);
  const creator = localMsp.identity(opened.signatureHeader.creator);
  passFilters(opened, creator, now);
  refuseMalformed(opened);
  return { opened, channel: undefined, creator: authenticate(opened, { id: '', checks }, creator) };
}

/** The channel that a proposal is for; empty where it is for none. */
export function channelNamedIn(signed: SignedProposalMessage, now: number): string {
  return unpack(signed, now).channelHeader.channelId;
}

/** The proposal as signed data, for the channel's policies. */
export function proposalSignature({ opened }: Pick<CheckedProposal, 'opened'>): SignedData {
  const { signed, signatureHeader } = opened;
  return {
    message: signed.proposalBytes,
    identity: signatureHeader.creator,
    signature: signed.signature,
  };
}

function unpack(signed: SignedProposalMessage, now: number): OpenedProposal {
  try {
    return openProposal(signed);
  } catch (error) {
    // The filters come first, and read the headers for themselves.
    passTimeWindow(headersOf(signed), now);
    throw refused(error instanceof WireError ? unreadablePart(error) : reasonOf(error));
  }
}

/** The channel header of what may be no proposal. Throws the words of the filters for what they cannot read. */
function headersOf({ proposalBytes }: SignedProposalMessage): Decoded<typeof ChannelHeader> {
  const read = <T>(what: string, type: MessageType<T>, bytes: Uint8Array): T => {
    try {
      return readPart(type, bytes);
    } catch (error) {
      throw new ProposalRefused('filter', `failed parsing ${what}: ${reasonOf(error)}`);
    }
  };
  const proposal = read('proposal', Proposal, proposalBytes);
  const header = read('header', Header, proposal.header);
  read('signature header', SignatureHeader, header.signatureHeader);
  return read('channel header', ChannelHeader, header.channelHeader);
}

const refused = (message: string): ProposalRefused => new ProposalRefused('endorser', message);
const invalid = (why: string): ProposalRefused => refused(`error validating proposal: ${why}`);

function passFilters(
  { channelHeader }: OpenedProposal,
  creator: Identity | undefined,
  now: number,
): void {
  if (creator !== undefined && isExpired(creator, now)) {
    throw new ProposalRefused('filter', 'proposal client identity expired');
  }
  passTimeWindow(channelHeader, now);
}

function passTimeWindow(
  { timestamp }: Pick<Decoded<typeof ChannelHeader>, 'timestamp'>,
  now: number,
): void {
  if (!withinTimeWindow(timestamp, now)) {
    const sent = rfc3339(timestamp === undefined ? 0 : toMilliseconds(timestamp));
    throw new ProposalRefused(
      'filter',
      `request unauthorized due to incorrect timestamp ${sent}, peer time ${rfc3339(now)}, ` +
        'peer.authentication.timewindow 15m0s',
    );
  }
}

function rfc3339(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return 'out of range';
  return `${date.toISOString().slice(0, 19)}Z`;
}

function refuseMalformed({ channelHeader, signatureHeader, signed }: OpenedProposal): void {
  const { type, epoch, txId } = channelHeader;
  const { nonce, creator } = signatureHeader;
  if (type !== headerType.endorserTransaction && type !== headerType.config) {
    throw invalid(`invalid header type ${headerTypeName(type)}`);
  }
  if (epoch !== 0n) throw invalid('epoch is non-zero');
  if (nonce.length === 0) throw invalid('nonce is empty');
  if (creator.length === 0) throw invalid('creator is empty');
  const expected = transactionId(nonce, creator);
  if (txId !== expected) {
    throw invalid(`incorrectly computed txid '${txId}' -- expected '${expected}'`);
  }
  if (signed.proposalBytes.length === 0) throw invalid('empty proposal bytes');
  if (signed.signature.length === 0) throw invalid('empty signature bytes');
}

const headerTypeNames = [
  'MESSAGE',
  'CONFIG',
  'CONFIG_UPDATE',
  'ENDORSER_TRANSACTION',
  'ORDERER_TRANSACTION',
  'DELIVER_SEEK_INFO',
  'CHAINCODE_PACKAGE',
];

const headerTypeName = (type: number): string => headerTypeNames[type] ?? String(type);

/** The same words for an invalid certificate and for a bad signature: a peer does not help to guess. */
function authenticate(
  { signed }: OpenedProposal,
  { id, checks }: Pick<Channel, 'id' | 'checks'>,
  creator: Identity | undefined,
): Identity {
  if (creator === undefined) {
    throw invalid(`access denied: channel [${id}] creator org unknown, creator is malformed`);
  }
  const check = {
    signer: creator.id,
    key: creator.publicKey,
    message: signed.proposalBytes,
    signature: signed.signature,
  };
  if (!creator.validity.valid || !checks.holds(check)) {
    throw invalid(`access denied: channel [${id}] creator org [${creator.mspId}]`);
  }
  return creator;
}

function refuseDuplicate(
  { channelHeader, signatureHeader }: OpenedProposal,
  channel: Channel,
): void {
  const { txId } = channelHeader;
  if (channel.ledger.transaction(txId) === undefined) return;
  const creator = Buffer.from(signatureHeader.creator).toString('hex');
  throw refused(`duplicate transaction found [${txId}]. Creator [${creator}]`);
}
