import { LedgerError } from '@argosy/domain/errors';
import { describe, expect, test } from '@jest/globals';
import { failureOf, failureRules } from './failures.js';

function failure(message: string, code: number, details: readonly string[] = []): Error {
  return Object.assign(new Error(message), {
    code,
    details: details.map((text) => ({ message: text })),
  });
}

describe('what a failure of the ledger means', () => {
  test.each([
    [
      'endorse',
      failure('14 UNAVAILABLE: connect ECONNREFUSED', 14),
      'proposeAgain',
      'LEDGER_UNAVAILABLE',
    ],
    ['endorse', failure('4 DEADLINE_EXCEEDED', 4), 'proposeAgain', 'LEDGER_TIMEOUT'],
    [
      'endorse',
      failure(
        '2 UNKNOWN: too many requests for /gateway.Gateway, exceeding concurrency limit (500)',
        2,
      ),
      'proposeAgain',
      'LEDGER_OVERLOADED',
    ],
    [
      'endorse',
      failure('10 ABORTED: failed to collect enough transaction endorsements', 10, [
        'ProposalResponsePayloads do not match (base64): ...',
      ]),
      'proposeAgain',
      'ENDORSERS_DISAGREE',
    ],
    [
      'endorse',
      failure('10 ABORTED: failed to endorse transaction', 10, [
        'could not launch chaincode argosy',
      ]),
      'proposeAgain',
      'CHAINCODE_UNAVAILABLE',
    ],
    [
      'endorse',
      failure('10 ABORTED: failed to endorse transaction', 10, [
        'chaincode response 500, something broke',
      ]),
      'refuse',
      'CHAINCODE_FAILED',
    ],
    [
      'endorse',
      failure('9 FAILED_PRECONDITION: no combination of peers', 9),
      'proposeAgain',
      'LEDGER_UNAVAILABLE',
    ],
    ['endorse', failure('7 PERMISSION_DENIED', 7), 'refuse', 'IDENTITY_REFUSED'],
    ['endorse', failure('13 INTERNAL', 13), 'refuse', 'LEDGER_FAILED'],
    ['submit', failure('14 UNAVAILABLE', 14), 'resolve', 'OUTCOME_UNKNOWN'],
    ['submit', failure('10 ABORTED: chaincode response 500', 10), 'resolve', 'OUTCOME_UNKNOWN'],
    ['submit', new Error('anything'), 'resolve', 'OUTCOME_UNKNOWN'],
  ] as const)('%s: %s', (stage, error, action, code) => {
    expect(failureOf(stage, error)).toEqual({ action, code });
  });

  test('a refusal of the chaincode is found in the details of one of several endorsers', () => {
    const refusal = LedgerError.of('RECORD_NOT_FOUND', { document: 'credit', parts: ['X'] });
    const error = failure('10 ABORTED: failed to endorse transaction, see attached details', 10, [
      'connection refused',
      `chaincode response 500, ${refusal.message}`,
    ]);
    expect(failureOf('endorse', error)).toMatchObject({
      action: 'refuse',
      refusal: { code: 'RECORD_NOT_FOUND', details: { parts: ['X'] } },
    });
  });

  test.each([
    'tx creator does not have read access permission on privatedata in chaincodeName:argosy collectionName: facilityTerms',
    'tx creator does not have write access permission on privatedata in chaincodeName:argosy collectionName: facilityTerms',
    'collection trade/argosy/nowhere could not be found',
    'GET_PRIVATE_DATA_HASH failed: transaction ID: 3d: collection [nowhere] not defined in the collection config for chaincode [argosy]',
    'GET_PRIVATE_DATA_HASH failed: transaction ID: 3d: collection config not defined for chaincode [argosy], pass the collection configuration upon chaincode definition/instantiation',
  ])('a collection of others is told as such, and not as a fault: %s', (reason) => {
    const fault = LedgerError.of('CHAINCODE_FAULT', { reason });
    const error = failure('10 ABORTED: failed to endorse', 10, [
      `chaincode response 500, ${fault.message}`,
    ]);
    expect(failureOf('endorse', error)).toEqual({
      action: 'refuse',
      code: 'COLLECTION_NOT_JOINED',
    });
    const other = LedgerError.of('CHAINCODE_FAULT', { reason: 'the disk is full' });
    expect(failureOf('endorse', failure('10', 10, [other.message]))).toMatchObject({
      refusal: { code: 'CHAINCODE_FAULT' },
    });
  });

  test('a refusal by another peer than the first is asked for again: that peer may be a block behind', () => {
    const refusal = LedgerError.of('RECORD_NOT_FOUND', { document: 'credit', parts: ['X'] });
    const text =
      '10 ABORTED: failed to collect enough transaction endorsements, see attached details';
    const error = failure(text, 10, [`chaincode response 500, ${refusal.message}`]);
    expect(failureOf('endorse', error)).toMatchObject({
      action: 'proposeAgain',
      refusal: { code: 'RECORD_NOT_FOUND' },
    });
  });

  test('a rule for every stage catches what no other rule does', () => {
    for (const stage of ['endorse', 'submit'] as const) {
      const last = failureRules.filter((rule) => rule.stage === stage).at(-1);
      expect(last).not.toHaveProperty('status');
      expect(last).not.toHaveProperty('text');
    }
  });
});
