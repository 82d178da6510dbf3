import type { EndorsementSeen } from '@argosy/ledger/explain/explanation';
import type { KnownRequest } from './request-trace.js';
import { traceStep } from './trace-step.js';
import type { Told, TraceStep } from './trace-step.js';
import type { TracedTransaction } from './network-transaction.js';

/** The chaincode, and what the ledger made of the transaction. */
export const stepsOfTheLedger = (known: KnownRequest): readonly TraceStep[] => [
  traceStep(7, 'The contract runs in a process of its own', executed(known)),
  traceStep(8, 'The contract enforces its terms, and the peers judge', enforced(known)),
];

function executed({ request, transaction, chaincodes }: KnownRequest): Told {
  const notBuilt = ['a signed container around the process'];
  if (transaction === undefined) return { ...withoutTransaction(request), notBuilt };
  const { chaincode = '', endorsements } = transaction.trace.explanation;
  const running = chaincodes.find(({ name }) => name === chaincode);
  const by = endorsements.map(({ by: party }) => party.mspId);
  const says = [
    `${chaincode}${running === undefined ? '' : ` ${running.version}, package ${running.packageId}`}, executed by ${by.join(' and ')}, each for itself and with the same result.`,
  ];
  return {
    state: 'done',
    says,
    notBuilt,
    evidence: { chaincode: running ?? chaincode, endorsements },
  };
}

/** Without a transaction the contract was not asked, or refused: the gateway knows. */
function withoutTransaction(request: KnownRequest['request']): Told {
  if ('unknown' in request) return { state: 'notKnown', says: [`Not known: ${request.unknown}.`] };
  const { state, problem } = request.operation;
  if (state !== 'refused') return { state: 'notReached', says: [`The operation is ${state}.`] };
  // A refusal that has details comes from a contract.
  return problem?.details === undefined
    ? { state: 'notReached', says: ['The request was refused before a contract decided.'] }
    : {
        state: 'done',
        says: ['The peer of the organisation, or of its sponsor, executed it, and it refused.'],
      };
}

function enforced({ request, transaction }: KnownRequest): Told {
  if (transaction !== undefined) return decided(transaction, request);
  const problem = 'operation' in request ? request.operation.problem : undefined;
  if (problem === undefined) return withoutTransaction(request);
  const { code, detail, rule } = problem;
  const says = [
    `Refused with ${code}: ${detail}`,
    ...(rule === undefined ? [] : [`Rule: ${rule}`]),
  ];
  return { state: 'refused', says, evidence: { problem } };
}

function decided(
  { trace, channel, from }: TracedTransaction,
  request: KnownRequest['request'],
): Told {
  const { explanation: it, ordered } = trace;
  const finishedAt = 'operation' in request ? request.operation.timings.finishedAt : undefined;
  const met = it.policies.filter((policy) => policy.met).length;
  const says = [
    `${it.name}: ${it.sentence}`,
    ...(it.reason === '' ? [] : [`Because ${it.reason}.`]),
    `Endorsed by ${signersIn(it.endorsements)}; ${met} of ${it.policies.length} policies that were asked are met.`,
    `Block ${it.block} of ${channel}, position ${it.index}, by ${from}; signed by ${signersIn(ordered.signatures)}.`,
    ...(it.event === undefined ? [] : [`Its event is ${it.event}.`]),
    ...(finishedAt === undefined ? [] : [`The gateway's indexer had it at ${finishedAt}.`]),
  ];
  const evidence = {
    ...{ block: it.block, index: it.index, code: it.name, channel, from },
    ...{ policies: it.policies, namespaces: it.namespaces, event: it.event, ordered },
    indexedAt: finishedAt,
  };
  return { state: it.valid ? 'done' : 'refused', says, evidence };
}

function signersIn(signatures: readonly EndorsementSeen[]): string {
  const good = signatures.filter(({ signature }) => signature === 'holds');
  const bad = signatures.length - good.length;
  const names = good.map(({ by }) => by.mspId).join(', ');
  return bad === 0 ? names : `${names} (signatures that do not hold: ${bad})`;
}
