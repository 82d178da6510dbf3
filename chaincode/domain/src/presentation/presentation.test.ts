import { describe, expect, test } from '@jest/globals';
import {
  aCall,
  aCredit,
  now,
  parties,
  reference,
  theDrawings,
} from '../../test-support/credits.js';
import {
  aLodging,
  aPresentation,
  presentationReference,
} from '../../test-support/presentations.js';
import { problemsOf } from '../../test-support/problems.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { creditStatuses } from '../credit/steps.js';
import { presentationCommands } from './commands.js';
import { completePresentation, presentedAtOf } from './complete.js';
import type { Completion } from './complete.js';
import { lodgePresentation, withdrawPresentation } from './lodge.js';
import { presentationDocument } from './presentation.js';

const usd = (minor: string) => ({ currency: 'USD', minor }) as const;
const before = '2026-05-19T08:00:00.000Z';
const lodging = aPresentation({ status: 'lodging', version: 1, latestTime: before });

const lodge = (credit = aCredit(), time = now) =>
  lodgePresentation({ credit, command: aLodging() }, aCall('beneficiary', time));
const complete = (change: Partial<Completion> = {}, time = now) =>
  completePresentation(
    {
      presentation: lodging,
      credit: aCredit(),
      drawings: theDrawings(),
      returned: new Set<string>(),
      bank: { place: 'PTLIS', calendars: [] },
      ...change,
    },
    aCall('beneficiary', time),
  );

describe('lodging', () => {
  test('takes the parties from the credit, and nothing has been presented yet (eUCP art. e6)', () => {
    const [{ record, change }] = lodge();
    expect(record).toEqual({
      kind: 'presentation',
      ...aLodging(),
      version: 1,
      status: 'lodging',
      parties,
      findings: [],
      latestTime: now,
    });
    expect(change).toMatchObject({ type: 'PresentationLodged', parts: [presentationReference] });
  });

  test('is for the credit’s beneficiary', () => {
    const run = () =>
      lodgePresentation({ credit: aCredit(), command: aLodging() }, aCall('advisingBank'));
    expect(codeOf(run)).toBe('ACTION_WRONG_PARTY');
  });

  test.each(creditStatuses)('under a credit that is %s', (status) => {
    const available = ['advised', 'acknowledged', 'confirmed', 'unconfirmed'].includes(status);
    const run = () => lodge(aCredit({ status }));
    if (available) expect(run()).toHaveLength(1);
    else expect(codeOf(run)).toBe('PRESENTATION_CREDIT_UNAVAILABLE');
  });

  test('may be as old as the credit, and not a millisecond older', () => {
    const credit = aCredit({ latestTime: now });
    expect(lodge(credit)).toHaveLength(1);
    expect(codeOf(() => lodge(credit, '2026-05-20T08:59:59.999Z'))).toBe('TIME_BEFORE_RECORD');
  });

  test('binds the presenter and the issuing bank', () => {
    const bound = presentationDocument.parties(lodging).filter(({ isBound }) => isBound === true);
    expect(bound.map(({ role }) => role)).toEqual(['issuingBank', 'beneficiary']);
  });
});

describe('a notice of completeness', () => {
  test('presents the documents at its time, and reserves the drawing', () => {
    const [presented, reserved] = complete();
    expect(presented.record).toEqual({
      ...lodging,
      status: 'complete',
      version: 2,
      presentedAt: now,
      latestTime: now,
    });
    expect(reserved.record.presentations).toEqual([
      { reference: presentationReference, amount: lodging.amount },
    ]);
  });

  test('records findings, and refuses nothing for them', () => {
    const presentation = { ...lodging, shipmentDate: '2026-06-01' };
    const [{ record }] = complete({ presentation }, '2026-07-15T09:00:00.000Z');
    expect(record.status).toBe('complete');
    expect(record.findings.map(({ rule }) => rule)).toEqual(['EXP1', 'PRS1', 'SHP1']);
  });

  test('may draw all that is left, and not a cent more (UCP 600 art. 18(b))', () => {
    const drawings = theDrawings({ presentations: [{ reference: 'P1', amount: usd('4000000') }] });
    const draw =
      (minor: string, returned: readonly string[] = []) =>
      () => {
        const presentation = { ...lodging, amount: usd(minor) };
        return complete({ presentation, drawings, returned: new Set(returned) })[1].record;
      };
    expect(draw('6000000')().presentations).toHaveLength(2);
    const { code, details } = refusalOf(draw('6000001'));
    expect(code).toBe('DRAWING_ABOVE_AMOUNT');
    expect(details).toMatchObject({ actual: '60000.01 USD', limit: '60000.00 USD' });
    // What went back no longer counts.
    expect(draw('10000000', ['P1'])().presentations).toHaveLength(2);
    expect(codeOf(draw('10000001', ['P1']))).toBe('DRAWING_ABOVE_AMOUNT');
  });

  test('draws in the currency of the credit (art. 18(a)(iii))', () => {
    const presentation = { ...lodging, amount: { currency: 'EUR', minor: '1' } as const };
    expect(codeOf(() => complete({ presentation }))).toBe('DRAWING_CURRENCY_WRONG');
  });

  test('comes too late for a credit that was cancelled meanwhile', () => {
    const credit = aCredit({ status: 'cancelled' });
    expect(codeOf(() => complete({ credit }))).toBe('PRESENTATION_CREDIT_UNAVAILABLE');
  });

  test('may be as old as the credit’s last change, and not a millisecond older', () => {
    const credit = aCredit({ latestTime: now });
    expect(complete({ credit })).toHaveLength(2);
    const earlier = '2026-05-20T08:59:59.999Z';
    expect(codeOf(() => complete({ credit }, earlier))).toBe('TIME_BEFORE_RECORD');
  });

  test('is measured by the terms as amended', () => {
    const accepted = [{ number: 1, change: { decrease: usd('1') } }];
    const credit = aCredit({ accepted });
    expect(codeOf(() => complete({ credit }))).toBe('DRAWING_ABOVE_AMOUNT');
  });

  test('counts for nothing where the presentation names other parties than the credit', () => {
    const other = { ...parties, issuingBank: parties.advisingBank };
    const presentation = { ...lodging, parties: other };
    expect(codeOf(() => complete({ presentation }))).toBe('DEAL_PARTIES_DIFFER');
  });

  test('alone makes a presentation', () => {
    expect(presentedAtOf(aPresentation())).toBe(now);
    const { code, details } = refusalOf(() => presentedAtOf(lodging));
    expect(code).toBe('PRESENTATION_INCOMPLETE');
    expect(details).toEqual({ presentation: presentationReference, current: 'lodging' });
  });
});

test('documents can be taken back until they are complete, and not afterwards', () => {
  const withdraw = (it = lodging) => withdrawPresentation(it, aCall('beneficiary'));
  expect(withdraw()[0].record.status).toBe('withdrawn');
  expect(codeOf(() => withdraw(aPresentation()))).toBe('ACTION_WRONG_STATUS');
});

describe('the command to lodge', () => {
  const bill = { carrierCode: 'MABL', reference: 'NSA2605100017' };
  const [invoice] = aLodging().documents;

  test.each([
    ['without a bill', {}],
    ['with an electronic bill beside its document', { bill }],
    ['without an amount of the invoice', { invoiceAmount: undefined }],
  ])('is good %s', (_, change) => {
    const command = Object.fromEntries(
      Object.entries({ ...aLodging(), ...change }).filter(([, value]) => value !== undefined),
    );
    expect(problemsOf(presentationCommands.lodge, command)).toEqual([]);
  });

  test.each([
    [
      'a bill without its document',
      { bill, documents: [invoice] },
      'bill must stand beside a document of the type billOfLading',
    ],
    ['no document', { documents: [] }, 'documents must have at least one document'],
    [
      'a document twice',
      { documents: [invoice, invoice] },
      'documents must not have the same document twice',
    ],
    ['no amount', { amount: usd('0') }, 'amount.minor must be more than zero'],
    [
      'a date that is none',
      { shipmentDate: '2026-02-29' },
      'shipmentDate must be a date of the calendar, as YYYY-MM-DD',
    ],
  ])('refuses %s', (_, change, problem) => {
    expect(problemsOf(presentationCommands.lodge, { ...aLodging(), ...change })).toContain(problem);
  });

  test('names its credit', () => {
    expect(aLodging().credit).toBe(reference);
    const { credit: _credit, ...without } = aLodging();
    expect(problemsOf(presentationCommands.lodge, without)[0]).toMatch(/^credit /);
  });
});
