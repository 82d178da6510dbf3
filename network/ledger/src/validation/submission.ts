import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { headerType } from '@argosy/protocol/messages/common';
import type { SignatureChecks } from '@argosy/protocol/signature-checks';
import type { TransactionPlace } from '../transaction-index.js';
import { invalid } from '../verdict.js';
import type { Verdict } from '../verdict.js';
import { Defect } from './defect.js';
import { quoted } from './quoted.js';
import { checkTransactionId } from './structure.js';
import type { OpenedEnvelope } from './structure.js';

/** What a submission is judged by. */
export interface SubmissionContext {
  readonly bundle: ChannelBundle;
  readonly checks: SignatureChecks;
  /** Where a transaction id was first written, valid or not. */
  transaction(txId: string): TransactionPlace | undefined;
}

/**
 * Whether the creator is one of the channel's, and signed. A transaction that names another channel is refused: this node knows the
 * members of no other.
 */
export function judgeCreator(
  { envelope, channelHeader, signatureHeader }: OpenedEnvelope,
  { bundle, checks }: SubmissionContext,
): Verdict | undefined {
  const refuse = (reason: string): Verdict => invalid('BAD_CREATOR_SIGNATURE', reason);
  const { channelId } = channelHeader;
  if (channelId !== bundle.channelId)
    return refuse(
      `the transaction is for channel ${quoted(channelId)}, not ${quoted(bundle.channelId)}`,
    );
  const identity = bundle.msps.identity(signatureHeader.creator);
  if (identity === undefined) return refuse('the creator is of no member organisation');
  if (!identity.validity.valid) return refuse(identity.validity.reason);
  const { id: signer, publicKey: key } = identity;
  const { payload: message, signature } = envelope;
  if (checks.holds({ signer, key, message, signature })) return undefined;
  return refuse(`the signature of the creator, of ${identity.mspId}, does not hold`);
}

/** A configuration update is not ordered as it is: an orderer makes a configuration transaction of it. */
export function judgeType({ channelHeader: { type } }: OpenedEnvelope): Verdict | undefined {
  if (type !== headerType.configUpdate) return undefined;
  const reason = 'a configuration update must come wrapped by an orderer';
  return invalid('UNSUPPORTED_TX_PAYLOAD', reason);
}

/** The id must be the one that nonce and creator give. */
export function judgeId(opened: OpenedEnvelope): Verdict | undefined {
  try {
    checkTransactionId(opened);
    return undefined;
  } catch (error) {
    if (error instanceof Defect) return invalid(error.code, error.message);
    throw error;
  }
}

/** The id must not be on the ledger: whatever was written under it, valid or not, spent it. */
export function judgeNovelty(
  { channelHeader: { txId } }: OpenedEnvelope,
  context: SubmissionContext,
): Verdict | undefined {
  const place = context.transaction(txId);
  if (place === undefined) return undefined;
  const { blockNumber: block, index } = place;
  const reason = `the id ${txId} is spent: transaction ${index} of block ${block} has it`;
  return invalid('DUPLICATE_TXID', reason, { other: { block, index } });
}
