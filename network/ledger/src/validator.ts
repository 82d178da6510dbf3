import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { headerType } from '@argosy/protocol/messages/common';
import type { SignatureCheck, SignatureChecks } from '@argosy/protocol/signature-checks';
import type { SignedData } from '@argosy/protocol/signed-data';
import { validationCode } from '@argosy/protocol/validation-code';
import type { StateView } from './state.js';
import type { TransactionIndex } from './transaction-index.js';
import { UpdateBatch } from './update-batch.js';
import { judgeEndorsement, signedEndorsements } from './validation/endorsement.js';
import { judgeReads } from './validation/read-conflicts.js';
import {
  Defect,
  checkTransactionId,
  openAction,
  openEnvelope,
  openResult,
} from './validation/structure.js';
import type { EndorserTransaction, OpenedEnvelope } from './validation/structure.js';
import { BlockRejected, VALID, invalid } from './verdict.js';
import type { Verdict } from './verdict.js';

/** What transactions are judged by: everything as it was before their block. */
export interface ValidationContext {
  readonly bundle: ChannelBundle;
  readonly checks: SignatureChecks;
  readonly state: StateView;
  readonly index: TransactionIndex;
}

export interface BlockVerdict {
  readonly verdicts: readonly Verdict[];
  readonly batch: UpdateBatch;
}

interface Judged {
  readonly opened: OpenedEnvelope | undefined;
  readonly transaction: EndorserTransaction | undefined;
  verdict: Verdict;
}

/** Judge the transactions of block `number` as a Fabric 3.1 peer does, in its order. Throws BlockRejected where it would halt. */
export async function validateBlock(
  number: bigint,
  entries: readonly Uint8Array[],
  context: ValidationContext,
): Promise<BlockVerdict> {
  const judged = entries.map((entry) => openTransaction(entry));
  await context.checks.prepare(judged.flatMap((one) => signatureChecks(one, context.bundle)));
  const changedPolicies = new Set<string>();
  for (const one of judged) {
    if (one.verdict.code !== VALID.code) continue;
    one.verdict = judgeAlone(one, context, changedPolicies);
  }
  markDuplicates(judged);
  const batch = new UpdateBatch(context.state);
  judged.forEach((one, index) => {
    if (one.verdict.code !== VALID.code || one.transaction === undefined) return;
    const { namespaces } = one.transaction;
    one.verdict = judgeReads(namespaces, context.state, batch);
    if (one.verdict.code === VALID.code)
      batch.add(namespaces, { blockNum: number, txNum: BigInt(index) });
  });
  return { verdicts: judged.map(({ verdict }) => verdict), batch };
}

/** Open a transaction as far as it can be read. A defect beyond the header is only named once creator and id are known good. */
function openTransaction(entry: Uint8Array): Judged {
  let opened: OpenedEnvelope | undefined;
  try {
    opened = openEnvelope(entry);
    if (opened.channelHeader.type !== headerType.endorserTransaction)
      return { opened, transaction: undefined, verdict: VALID };
    const { responsePayload, responseBytes, endorsements } = openAction(opened);
    const result = openResult(opened, responsePayload.extension);
    return {
      opened,
      transaction: { ...opened, ...result, responsePayload: responseBytes, endorsements },
      verdict: VALID,
    };
  } catch (error) {
    const verdict = defectVerdict(error);
    // Creator, type and id are judged before what lies within: judgeAlone opens the rest again and names the defect.
    return { opened, transaction: undefined, verdict: opened === undefined ? verdict : VALID };
  }
}

function defectVerdict(error: unknown): Verdict {
  if (error instanceof Defect) return invalid(error.code, error.message);
  throw error;
}

function judgeAlone(
  { opened, transaction }: Judged,
  context: ValidationContext,
  changedPolicies: Set<string>,
): Verdict {
  if (opened === undefined)
    throw new TypeError('an envelope that could not be opened is judged already');
  const creator = judgeCreator(opened, context);
  if (creator.code !== VALID.code) return creator;
  const { type, txId } = opened.channelHeader;
  if (type === headerType.configUpdate)
    return invalid(
      'UNSUPPORTED_TX_PAYLOAD',
      'a configuration update must come wrapped by an orderer',
    );
  if (type === headerType.config)
    throw new BlockRejected(
      'configuration changes after block 0 cannot be judged by this node yet',
    );
  try {
    checkTransactionId(opened);
    const { responsePayload } = openAction(opened);
    if (context.index.get(txId) !== undefined)
      return invalid('DUPLICATE_TXID', `transaction ${txId} is on the ledger`);
    if (transaction === undefined) openResult(opened, responsePayload.extension);
  } catch (error) {
    return defectVerdict(error);
  }
  if (transaction === undefined) throw new TypeError('a transaction without defects was opened');
  refusePrivateData(transaction);
  return judgeEndorsement(transaction, { ...context, changedPolicies });
}

function judgeCreator(
  { envelope, channelHeader, signatureHeader }: OpenedEnvelope,
  { bundle, checks }: ValidationContext,
): Verdict {
  const refuse = (reason: string): Verdict => invalid('BAD_CREATOR_SIGNATURE', reason);
  if (channelHeader.channelId !== bundle.channelId)
    return refuse(`the transaction is for channel ${channelHeader.channelId}`);
  const identity = bundle.msps.identity(signatureHeader.creator);
  if (identity === undefined) return refuse('the creator is of no member organisation');
  if (!identity.validity.valid) return refuse(identity.validity.reason);
  const { publicKey: key, id: signer } = identity;
  const holds = checks.holds({
    signer,
    key,
    message: envelope.payload,
    signature: envelope.signature,
  });
  return holds ? VALID : refuse('the signature of the creator does not hold');
}

/** Hashed writes need the collections' policies and private state: a node that cannot judge them must not guess. */
function refusePrivateData({ namespaces }: EndorserTransaction): void {
  if (namespaces.some(({ hashed }) => hashed.length > 0)) {
    throw new BlockRejected('private data cannot be judged by this node yet');
  }
}

/** Of several transactions with one id in a block the first that passed so far counts. */
function markDuplicates(judged: readonly Judged[]): void {
  const seen = new Set<string>();
  for (const one of judged) {
    if (one.verdict.code !== validationCode.VALID || one.transaction === undefined) continue;
    const { txId } = one.transaction.channelHeader;
    if (seen.has(txId))
      one.verdict = invalid('DUPLICATE_TXID', `transaction ${txId} occurs earlier in the block`);
    seen.add(txId);
  }
}

/** The signatures that judging a transaction will ask for, so that they can be verified together beforehand. */
function signatureChecks({ opened, transaction }: Judged, bundle: ChannelBundle): SignatureCheck[] {
  if (opened === undefined) return [];
  const { envelope, signatureHeader } = opened;
  const own = {
    message: envelope.payload,
    identity: signatureHeader.creator,
    signature: envelope.signature,
  };
  const signed: SignedData[] = [
    own,
    ...(transaction === undefined ? [] : signedEndorsements(transaction)),
  ];
  return signed.flatMap(({ message, identity: creator, signature }) => {
    const identity = bundle.msps.identity(creator);
    return identity === undefined
      ? []
      : [{ signer: identity.id, key: identity.publicKey, message, signature }];
  });
}
