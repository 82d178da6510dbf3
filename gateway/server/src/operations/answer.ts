import { documentKind, documentNames, kindOf, type DocumentName } from '@argosy/domain/documents';
import { parseJson } from '@argosy/domain/shared/decode';
import { decodeRecord } from '@argosy/domain/shared/record-text';
import { recordConfidentialSchema } from '@argosy/domain/confidential/commands';
import { z } from 'zod';
import { recordConfidential } from './confidential.js';
import { validationCodeName } from '@argosy/protocol/validation-code';
import { gatewayProblem, problemSchema, type Problem } from '../http/problem.js';
import { isConflict, operationStates, type Operation } from './operation.js';
import { operationExample } from '../http/examples.js';
import { anyBodySchema } from '../documents/all.js';
import { recordBody } from '../http/record-body.js';

/** An operation as clients see it. */
export const operationSchema = z
  .strictObject({
    id: z.string(),
    state: z.enum(operationStates),
    person: z.string().meta({ description: 'Who of the organisation asked for it.' }),
    requestId: z.string().meta({ description: 'Of the HTTP request that asked for it first.' }),
    attempts: z.int().meta({ description: 'How often peers have endorsed a transaction for it.' }),
    channel: z.string(),
    document: z.string().meta({ description: 'The kind of document that it acts on.' }),
    parts: z.array(z.string()).meta({ description: 'What the request calls that document.' }),
    action: z.string(),
    transactionId: z.string().exactOptional(),
    block: z.int().exactOptional(),
    validationCode: z.string().exactOptional(),
    result: z.union([anyBodySchema, recordConfidentialSchema]).exactOptional(),
    problem: problemSchema.exactOptional(),
    timings: z.strictObject({
      receivedAt: z.string(),
      endorsedAt: z.string().exactOptional(),
      submittedAt: z.string().exactOptional(),
      finishedAt: z.string().exactOptional(),
    }),
  })
  .meta({
    id: 'Operation',
    description:
      'A write on its way to the ledger. `committed`, `invalid` and `refused` are final; `unknown` means that the transaction was handed over and is being looked up.',
    examples: [operationExample],
  });

export type OperationBody = z.infer<typeof operationSchema>;

export function operationBody(operation: Operation): OperationBody {
  const { id, state, person, attempts, channel, parts, transactionId, block, result } = operation;
  const problem = problemOf(operation);
  return {
    id,
    state,
    person,
    requestId: operation.httpRequestId,
    attempts,
    channel,
    ...subjectOf(operation.function),
    parts: [...parts],
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(block === undefined ? {} : { block }),
    ...(operation.validationCode === undefined
      ? {}
      : { validationCode: validationCodeName(operation.validationCode) }),
    ...(state === 'committed' && result !== undefined
      ? { result: bodyOf(operation.function, result) }
      : {}),
    ...(problem === undefined ? {} : { problem }),
    timings: timingsOf(operation),
  };
}

/** The kind of document that a function of the chaincode acts on: `decision`, of `register:Approve`. */
export function documentOf(name: string): DocumentName | undefined {
  return kindOfContract(name.split(':', 1)[0] ?? '');
}

function kindOfContract(contract: string): DocumentName | undefined {
  return documentNames.find((kind) => (documentKind(kind).contract ?? kind) === contract);
}

// `credit:AcknowledgeReceipt` is the act acknowledgeReceipt on a credit, `register:Approve` approve on a decision.
function subjectOf(name: string): Pick<OperationBody, 'document' | 'action'> {
  const [contract = '', act = ''] = name.split(':');
  const action = act.charAt(0).toLowerCase() + act.slice(1);
  return { document: kindOfContract(contract) ?? contract, action };
}

function bodyOf(name: string, record: string): NonNullable<OperationBody['result']> {
  if (name === recordConfidential) return recordConfidentialSchema.parse(parseJson(record));
  const { kind } = kindSchema.parse(parseJson(record));
  return anyBodySchema.parse(recordBody(decodeRecord(kindOf({ kind }), record)));
}

const kindSchema = z.object({ kind: z.string() });

/** Why the operation has failed; undefined while it has not. */
export function problemOf(operation: Operation): Problem | undefined {
  if (operation.problem !== undefined) return problemSchema.parse(JSON.parse(operation.problem));
  if (operation.state !== 'invalid') return undefined;
  const code = operation.validationCode ?? 255;
  const problem = isConflict(code) ? 'TRANSACTION_CONFLICT' : 'TRANSACTION_INVALID';
  return gatewayProblem(problem, operation.httpRequestId, {
    instance: `/v1/operations/${operation.id}`,
    operation: operation.id,
    validationCode: validationCodeName(code),
    ...(operation.transactionId === undefined ? {} : { transactionId: operation.transactionId }),
  });
}

function timingsOf(operation: Operation): OperationBody['timings'] {
  const { receivedAt, endorsedAt, submittedAt, finishedAt } = operation;
  return {
    receivedAt,
    ...(endorsedAt === undefined ? {} : { endorsedAt }),
    ...(submittedAt === undefined ? {} : { submittedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
}
