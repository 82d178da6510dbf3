// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { anAmendment } from '../../domain/test-support/amendments.js';
import {
  aCredit,
  parties,
  reference,
  terms,
  theDrawings,
} from '../../domain/test-support/credits.js';
import {
  anExamination,
  aPresentation,
  aProceedsCommand,
  presentationReference as presentation,
} from '../../domain/test-support/presentations.js';
import { plantUnsealed } from '../test-support/planted.js';
import { act, by, refusalOfCall } from '../test-support/triggers/trigger.js';

/*
 * Documents that members of another circle have made under free keys of a deal, properly sealed by the peers of those whom they name.
 */

const { issuingBank: _issuer, ...others } = parties;
const bySelf = { ...others, issuingBank: parties.advisingBank };

describe('the beneficiary’s own bank', () => {
  test('cannot make the beneficiary an amendment that the issuing bank never issued', async () => {
    const { code } = await refusalOfCall({
      by: await by('beneficiary', 'trader'),
      args: act('amendment', 'accept', { credit: reference, number: 1 }),
      records: [
        aCredit(),
        theDrawings(),
        anAmendment({ parties: bySelf, guards: [parties.advisingBank.msp] }),
      ],
    });
    expect(code).toBe('DEAL_PARTIES_DIFFER');
  });
});

describe('the issuing bank', () => {
  test('cannot let a bank credit proceeds that has no part in the presentation', async () => {
    const foreign = { ...parties, advisingBank: parties.issuingBank };
    const { code } = await refusalOfCall({
      by: await by('issuingBank', 'tradeOfficer'),
      args: act('proceeds', 'credit', aProceedsCommand()),
      records: [aPresentation({}), anExamination({ status: 'settled', parties: foreign })],
      time: '2026-09-01T10:00:00.000Z',
    });
    expect(code).toBe('DEAL_PARTIES_DIFFER');
  });

  test('cannot let somebody else waive discrepancies', async () => {
    const foreign = { ...parties, applicant: parties.beneficiary };
    const { code } = await refusalOfCall({
      by: await by('beneficiary', 'trader'),
      args: act('examination', 'waive', { presentation }),
      records: [aPresentation({}), anExamination({ status: 'refused', parties: foreign })],
    });
    expect(code).toBe('DEAL_PARTIES_DIFFER');
  });
});

test('what nobody sealed in place of an examination leaves its presentation open', async () => {
  const { code } = await refusalOfCall({
    by: await by('issuingBank', 'tradeOfficer'),
    args: act('credit', 'close', { reference }),
    records: [
      aCredit(),
      theDrawings({ presentations: [{ reference: presentation, amount: terms.amount }] }),
    ],
    time: '2026-09-01T10:00:00.000Z',
    prepare: (ledger) => {
      plantUnsealed(ledger, anExamination({ status: 'settled' }));
    },
  });
  expect(code).toBe('CREDIT_PRESENTATION_OPEN');
});
