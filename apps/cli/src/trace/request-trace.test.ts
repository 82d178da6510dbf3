import { stripVTControlCharacters } from 'node:util';
import type { OperationBody } from '@argosy/gateway/operations/answer';
import { describe, expect, test } from '@jest/globals';
import type { TracedTransaction } from './network-transaction.js';
import { requestText } from './request-text.js';
import { requestTrace } from './request-trace.js';

const receivedAt = '2026-11-22T03:17:03.327Z';
const at = (milliseconds: number): string =>
  new Date(new Date(receivedAt).getTime() + milliseconds).toISOString();

const operation: OperationBody = {
  ...{ id: 'op_1', state: 'committed', person: 'henrik', requestId: 'r-1', attempts: 1 },
  ...{ channel: 'trade', document: 'credit', parts: ['LC-1'], action: 'issue' },
  timings: { receivedAt, endorsedAt: at(129), finishedAt: at(153) },
};
const organisation = { msp: 'ImportBankMSP', name: 'ImportBank' };
const origin = 'http://importbank.localhost:17000';

const by = { mspId: 'ImportBankMSP', subject: 'CN=henrik', serial: '1f', role: 'client' };
const transaction: TracedTransaction = {
  ...{ channel: 'trade', from: 'peer0.auditor', staffRole: 'tradeOfficer' },
  trace: {
    explanation: {
      ...{ block: 7n, index: 0, txId: 'ab12', channel: 'trade', type: 'endorsed transaction' },
      ...{ code: 0, name: 'VALID', valid: true, sentence: 'It counts.', reason: '', rule: '' },
      ...{ creator: by, chaincode: 'argosy', namespaces: [], policies: [] },
      endorsements: [
        { by: { mspId: 'ImportBankMSP' }, signature: 'holds' },
        { by: { mspId: 'CarrierMSP' }, signature: 'does not hold' },
      ],
    },
    ordered: { headerHash: 'ab', dataHash: 'cd', transactions: 1, signatures: [] },
  },
};
const chaincodes = [{ name: 'argosy', version: '0.1.0', packageId: 'argosy_0.1.0:ff' }];

/** What is known of a request whose operation is otherwise, with its transaction or without. */
const traced = (change: Partial<OperationBody>, known: TracedTransaction | undefined) =>
  requestTrace({
    request: { operation: { ...operation, ...change }, organisation, origin },
    transaction: known,
    chaincodes,
  });

const states = (steps: ReturnType<typeof requestTrace>['steps']) =>
  steps.slice(0, 8).map(({ state }) => state);

const problem = (code: string, more: object = {}): Partial<OperationBody> => ({
  state: 'refused',
  problem: {
    ...{ type: 'urn:x', title: code, status: 403, detail: 'It may not.', code, requestId: 'r-1' },
    ...{ retryable: false, ...more },
  },
});

describe('a request', () => {
  test('that is on the ledger has gone all of its way', () => {
    const { steps } = traced({}, transaction);
    expect(states(steps)).toEqual(Array.from({ length: 8 }, () => 'done'));
    expect(steps[3]?.evidence['spans']).toEqual([
      expect.objectContaining({ milliseconds: 129 }),
      expect.objectContaining({ milliseconds: 24 }),
      expect.objectContaining({ name: 'in all', milliseconds: 153 }),
    ]);
  });

  test('that the contract refused for the role of its person ended with the role', () => {
    const { steps } = traced(problem('ACCESS_ROLE_WRONG', { details: {} }), undefined);
    expect(states(steps)).toEqual([
      ...['done', 'done', 'done', 'refused', 'refused', 'notKnown', 'done', 'refused'],
    ]);
  });

  test('that was refused before a contract decided reached none', () => {
    const { steps } = traced(problem('PEER_UNAVAILABLE'), undefined);
    expect(states(steps).slice(6)).toEqual(['notReached', 'refused']);
  });

  test.each(['received', 'unknown'] as const)('that is %s has reached no ledger', (state) => {
    const { steps } = traced({ state, timings: { receivedAt } }, undefined);
    expect(states(steps)).toEqual([
      ...['done', 'done', 'done', 'done', 'done', 'notKnown', 'notReached', 'notReached'],
    ]);
    expect(steps[3]?.evidence['spans']).toEqual([]);
  });

  test('that peers endorsed again says so', () => {
    const { steps } = traced({ attempts: 3 }, transaction);
    expect(steps[3]?.says.join(' ')).toContain('Peers endorsed 3 transactions for it');
  });

  test('tells of a signature that does not hold', () => {
    const { steps } = traced({}, transaction);
    expect(steps[7]?.says.join(' ')).toContain(
      'Endorsed by ImportBankMSP (signatures that do not hold: 1)',
    );
  });

  test('in text has a line for each step, and says what is not built', () => {
    const lines = stripVTControlCharacters(requestText(traced({}, transaction))).split('\n');
    expect(lines).toContain('✓  1  A person reaches the platform');
    expect(lines).toContain('·  9  Enterprise data is asked for (not built yet)');
    expect(lines).toContain('      Not built yet: a browser portal.');
    expect(lines).toContain('The transaction');
  });

  test('cannot steer the terminal', () => {
    const hostile = 'x\u001b[2J\u202e\r\n';
    const text = requestText(traced({ person: hostile, parts: [hostile] }, undefined));
    for (const colour of text.split('\u001b').slice(1)) expect(colour).toMatch(/^\[\d+m/);
    expect(text.replaceAll('\u001b', '')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });
});
