import { headerType } from '@argosy/protocol/messages/common';
import { openTransactions } from '../validation/opening.js';
import { readHeaders } from '../validation/structure.js';
import type { OpenedEnvelope } from '../validation/structure.js';
import type { PolicyEvaluation, Verdict } from '../verdict.js';
import { configurationEffect } from './configuration-effect.js';
import { codeRule } from './code-rules.js';
import { namespaceEffect } from './effects.js';
import type { Explanation, PolicyAsked } from './explanation.js';
import { endorsementSeen, partyOf, signerOf } from './parties.js';
import type { Judges } from './parties.js';
import { applicationPolicyWords, keyPolicyWords } from './policy-words.js';

/** A transaction as it stands in a block, and what was said of it. */
export interface JudgedTransaction {
  readonly block: bigint;
  readonly index: number;
  /** The bytes of its envelope. */
  readonly entry: Uint8Array;
  readonly verdict: Verdict;
}

/**
 * Why a transaction counts or does not: what it read and writes, who endorsed it, and which policy asked for what. `judges` are the
 * configuration that it was judged by. Of private data only hashes appear, and the request with its transient data not at all.
 */
export function explain(judged: JudgedTransaction, judges: Judges): Explanation {
  const { block, index, verdict } = judged;
  const { name, sentence, rule } = codeRule(verdict.code);
  return {
    block,
    index,
    ...headers(judged.entry, judges),
    code: verdict.code,
    name,
    valid: name === 'VALID',
    sentence,
    reason: verdict.reason,
    ...(verdict.finding && { finding: verdict.finding }),
    rule,
    ...result(judged.entry, judges),
    ...configuration(judged.entry, judges),
    policies: (verdict.evaluations ?? []).map((it) => policyAsked(it, judges)),
  };
}

type Result = Pick<Explanation, 'chaincode' | 'event' | 'namespaces' | 'endorsements'>;

function result(entry: Uint8Array, judges: Judges): Result {
  const [opened] = openTransactions([entry]);
  if (opened?.transaction === undefined) return { namespaces: [], endorsements: [] };
  const { chaincode, event, namespaces } = opened.transaction;
  return {
    chaincode,
    ...(event && { event: event.eventName }),
    namespaces: namespaces.map(namespaceEffect),
    endorsements: opened.endorsements.map((it) => endorsementSeen(it, judges)),
  };
}

function configuration(entry: Uint8Array, judges: Judges): Pick<Explanation, 'configuration'> {
  const opened = attempt(() => readHeaders(entry));
  if (opened?.channelHeader.type !== headerType.config) return {};
  const effect = configurationEffect(opened.payload.data, judges);
  return effect === undefined ? {} : { configuration: effect };
}

type Headers = Pick<Explanation, 'txId' | 'type' | 'channel' | 'time' | 'creator'>;

function headers(entry: Uint8Array, judges: Judges): Headers {
  const opened = attempt(() => readHeaders(entry));
  if (opened === undefined)
    return { txId: '', type: 'cannot be read', channel: judges.bundle.channelId };
  const { channelHeader, signatureHeader } = opened;
  const time = timeOf(opened);
  return {
    txId: channelHeader.txId,
    type: typeNames.get(channelHeader.type) ?? `type ${channelHeader.type}`,
    channel: channelHeader.channelId,
    ...(time === undefined ? {} : { time }),
    // Nobody created block 0.
    ...(signatureHeader.creator.length === 0
      ? {}
      : { creator: signerOf(signatureHeader.creator, judges) }),
  };
}

const typeNames: ReadonlyMap<number, string> = new Map([
  [headerType.endorserTransaction, 'endorsed transaction'],
  [headerType.config, 'configuration'],
  [headerType.configUpdate, 'proposed configuration'],
]);

function timeOf({ channelHeader }: OpenedEnvelope): string | undefined {
  if (channelHeader.timestamp === undefined) return undefined;
  const { seconds, nanos } = channelHeader.timestamp;
  const time = new Date(Number(seconds) * 1000 + Math.floor(nanos / 1e6));
  return Number.isNaN(time.getTime()) ? `${seconds} s after 1970` : time.toISOString();
}

function policyAsked(evaluation: PolicyEvaluation, judges: Judges): PolicyAsked {
  const { policy, result, signers, ...scope } = evaluation;
  return {
    ...scope,
    policy:
      scope.of === 'key' ? keyPolicyWords(policy) : applicationPolicyWords(policy, judges.bundle),
    met: result.satisfied,
    ...(result.satisfied ? {} : { reason: result.reason }),
    signers: signers.map(partyOf),
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
