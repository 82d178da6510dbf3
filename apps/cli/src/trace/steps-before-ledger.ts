import { documentKind, isDocumentName } from '@argosy/domain/documents';
import type { OperationBody } from '@argosy/gateway/operations/answer';
import type { KnownRequest } from './request-trace.js';
import { traceStep } from './trace-step.js';
import type { Told, TraceStep } from './trace-step.js';

/** From the person to the rules of membership. */
export const stepsBeforeTheLedger = (known: KnownRequest): readonly TraceStep[] => [
  traceStep(1, 'A person reaches the platform', reached(known)),
  traceStep(2, 'The edge passes the request to the gateway', passed(known)),
  traceStep(3, 'The client calls the API', called(known)),
  traceStep(4, 'The API authenticates, authorises and executes', executed(known)),
  traceStep(5, 'Membership: the role is judged', judged(known)),
  traceStep(6, 'Security: the identity is established', established(known)),
];

const unknownTo = (unknown: string): Told => ({
  state: 'notKnown',
  says: [`Not known: ${unknown}.`],
});

function reached({ request, transaction }: KnownRequest): Told {
  if ('operation' in request) {
    const { operation, organisation } = request;
    const evidence = { person: operation.person, organisation: organisation.msp, entry: 'REST' };
    const says = [`${operation.person} of ${organisation.name} (${organisation.msp}), over REST.`];
    return { state: 'done', says, evidence };
  }
  const creator = transaction?.trace.explanation.creator;
  if (creator === undefined) return unknownTo(request.unknown);
  const says = [
    `${creator.subject ?? 'Somebody'} of ${creator.mspId} created the transaction; by which entry is not known: ${request.unknown}.`,
  ];
  return { state: 'done', says, evidence: { creator } };
}

function passed({ request }: KnownRequest): Told {
  const notBuilt = ['name service, load balancer and security gateway in front of the gateway'];
  if ('unknown' in request) return { ...unknownTo(request.unknown), notBuilt };
  const { origin, operation } = request;
  return {
    state: 'done',
    says: [`The gateway at ${origin} took it as request ${operation.requestId}.`],
    notBuilt,
    evidence: { origin, requestId: operation.requestId },
  };
}

function called({ request }: KnownRequest): Told {
  const notBuilt = ['a browser portal'];
  if ('unknown' in request) return { ...unknownTo(request.unknown), notBuilt };
  const { id, document, action, parts, channel } = request.operation;
  return {
    state: 'done',
    says: [
      `The act ${action} on ${document} ${parts.join(' ')}, on ${channel}, as operation ${id}.`,
    ],
    notBuilt,
    evidence: { operation: id, document, action, parts, channel },
  };
}

function executed({ request }: KnownRequest): Told {
  if ('unknown' in request) return unknownTo(request.unknown);
  const { operation } = request;
  const { state, attempts, timings, problem } = operation;
  const spans = spansOf(timings);
  const tries =
    attempts > 1 ? [`Peers endorsed ${attempts} transactions for it; this is the last.`] : [];
  const ends = problem === undefined ? [] : [`${problem.code}: ${problem.detail}`];
  const says = [
    `Received ${timings.receivedAt}; ${state}.`,
    ...spans.map(({ name, milliseconds }) => `${name}: ${milliseconds} ms.`),
    ...tries,
    ...ends,
  ];
  const ended = state === 'refused' || state === 'invalid';
  return {
    state: ended ? 'refused' : 'done',
    says,
    evidence: { state, attempts, timings, spans, ...(problem === undefined ? {} : { problem }) },
  };
}

type Timings = OperationBody['timings'];

/** How long each part took, as far as both ends are known. */
function spansOf({ receivedAt, endorsedAt, submittedAt, finishedAt }: Timings) {
  const parts = [
    ['authenticated, checked, proposed and endorsed', receivedAt, endorsedAt],
    ['handed to the orderers', endorsedAt, submittedAt],
    ['ordered, judged by the peers and indexed', submittedAt ?? endorsedAt, finishedAt],
    ['in all', receivedAt, finishedAt],
  ] as const;
  return parts.flatMap(([name, from, to]) => {
    if (from === undefined || to === undefined) return [];
    return [{ name, from, to, milliseconds: new Date(to).getTime() - new Date(from).getTime() }];
  });
}

function judged({ request, transaction }: KnownRequest): Told {
  const evidence = roleEvidence(request, transaction?.staffRole);
  const { staffRole, required } = evidence;
  const code = 'operation' in request ? (request.operation.problem?.code ?? '') : '';
  if (refusalsOfWho.test(code))
    return { state: 'refused', says: [`Refused with ${code}.`], evidence };
  const says = [
    ...(staffRole === undefined ? [] : [`The certificate says ${staffRole}.`]),
    ...(required === undefined ? [] : [`The act is for ${required.join(', ')}.`]),
  ];
  return says.length === 0
    ? unknownTo('no table of acts says whose it is, and no certificate is known')
    : { state: 'done', says: [...says, 'Allowed.'], evidence };
}

/** The codes of refusals that depend on who asks alone. */
const refusalsOfWho = /^(ACCESS_.*|ACTION_WRONG_PARTY|MEMBER_UNKNOWN|MEMBER_SUSPENDED)$/;

function roleEvidence(request: KnownRequest['request'], staffRole: string | undefined) {
  const required = 'operation' in request ? staffFor(request.operation) : undefined;
  return {
    ...(staffRole === undefined ? {} : { staffRole }),
    ...(required === undefined ? {} : { required }),
  };
}

/** Whose act it is, by the table that the contract decides by. */
function staffFor({ document, action }: OperationBody): readonly string[] | undefined {
  return isDocumentName(document) ? documentKind(document).steps[action]?.staff : undefined;
}

function established({ request, transaction }: KnownRequest): Told {
  const creator = transaction?.trace.explanation.creator;
  if (creator === undefined) {
    const why = 'no transaction of it is on the ledger, and only there the certificate stands';
    return unknownTo('unknown' in request ? request.unknown : why);
  }
  const { mspId, subject, serial, problem } = creator;
  const says = [
    `${subject ?? 'Somebody'}, certificate ${serial ?? 'unknown'} of ${mspId}, signed the transaction.`,
    ...(problem === undefined ? [] : [`The channel does not take it: ${problem}.`]),
  ];
  return { state: problem === undefined ? 'done' : 'refused', says, evidence: { creator } };
}
