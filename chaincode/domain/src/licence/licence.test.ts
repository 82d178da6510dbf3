import { describe, expect, test } from '@jest/globals';
import { aLicence, grant, inspection } from '../../test-support/border.js';
import { anApplicationForLicence, bicycles } from '../../test-support/border-commands.js';
import { aCall } from '../../test-support/credits.js';
import { problemsOf } from '../../test-support/problems.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { decodeRecord, encodeRecord } from '../shared/record-text.js';
import { licenceCommands } from './commands.js';
import { applyForLicence, inspectGoods, issueLicence, refuseLicence } from './grant.js';
import { licenceDocument } from './licence.js';
import { licenceStatuses } from './steps.js';

const byAuthority = aCall('exportControl');
const reference = aLicence().reference;

test.each(licenceStatuses)('a licence that is %s reads back as written', (status) => {
  const licence = aLicence({ status });
  expect(decodeRecord(licenceDocument, encodeRecord(licence))).toEqual(licence);
});

describe('an application', () => {
  test('is the exporter’s own', () => {
    const [{ record, change }] = applyForLicence(anApplicationForLicence(), aCall('beneficiary'));
    expect(record).toMatchObject({ status: 'applied', version: 1, drawn: [] });
    expect(change).toMatchObject({ type: 'LicenceApplied', parts: [reference] });
    const byOther = (): unknown => applyForLicence(anApplicationForLicence(), aCall('applicant'));
    expect(codeOf(byOther)).toBe('ACTION_WRONG_PARTY');
  });

  test.each([
    ['a thousandth of a piece', '1', []],
    ['nothing', '0', ['goods.quantity.thousandths must be more than zero']],
  ])('is for %s', (_, thousandths, problems) => {
    const { goods } = anApplicationForLicence();
    const quantity = { unit: 'H87', thousandths };
    const command = { ...anApplicationForLicence(), goods: { ...goods, quantity } };
    expect(problemsOf(licenceCommands.apply, command)).toEqual(problems);
  });
});

describe('an inspection', () => {
  const licence = aLicence({ status: 'applied' });
  const inspectOn = (date: string) => () =>
    inspectGoods(licence, { reference, inspection: { ...inspection, date } }, byAuthority);

  test('is of today at the latest', () => {
    const [{ record }] = inspectOn('2026-05-20')();
    expect(record).toMatchObject({ status: 'inspected', inspection: { date: '2026-05-20' } });
    const { code, details } = refusalOf(inspectOn('2026-05-21'));
    expect([code, details['field'], details['limit']]).toEqual([
      'EVENT_IN_FUTURE',
      'inspection.date',
      '2026-05-20',
    ]);
  });
});

describe('a licence is issued', () => {
  const inspected = aLicence({ status: 'inspected' });
  const issue = (change: object, licence = inspected) => {
    const command = { reference, grant: { ...grant, ...change } };
    return issueLicence(licence, command, byAuthority);
  };
  const refusalFor = (change: object) => codeOf(() => issue(change));

  test('for what the authority allows, and the carrier is told of the same record', () => {
    const [{ record, change, notices }] = issue({});
    expect(record).toMatchObject({ status: 'issued', grant, left: grant.quantity });
    expect(change.type).toBe('LicenceIssued');
    expect(notices).toEqual([{ ...change, type: 'CarrierNotified' }]);
  });

  test('after an inspection that found the goods to conform', () => {
    const differing = { ...inspected, inspection: { ...inspection, result: 'differs' } } as const;
    expect(codeOf(() => issue({}, differing))).toBe('LICENCE_NOT_CONFORMING');
  });

  test('for a day at least', () => {
    const [{ record }] = issue({ validUntil: grant.validFrom });
    expect(record).toMatchObject({ grant: { validUntil: grant.validFrom } });
    expect(refusalFor({ validUntil: '2026-05-04' })).toBe('LICENCE_VALIDITY_REVERSED');
  });

  test('for what was applied for at most, in its unit', () => {
    const over = { unit: 'H87', thousandths: '1000001' };
    expect(issue({ quantity: bicycles(1000) })).toHaveLength(1);
    const [{ record }] = issue({ quantity: bicycles(999) });
    expect(record).toMatchObject({ left: bicycles(999) });
    expect(refusalFor({ quantity: over })).toBe('LICENCE_ABOVE_APPLICATION');
    expect(refusalFor({ quantity: { unit: 'KGM', thousandths: '1' } })).toBe('LICENCE_UNIT_WRONG');
  });

  test('says both quantities where the grant is above the application', () => {
    const { sentence } = refusalOf(() => issue({ quantity: bicycles(1001) }));
    expect(sentence).toContain('1001 H87; the application was for 1000 H87');
  });
});

test('a refusal or a revocation says why', () => {
  const reason = 'The consignee is embargoed';
  const at = { reason, call: byAuthority };
  const [refused] = refuseLicence('refuse', aLicence({ status: 'applied' }), at);
  expect(refused.record).toMatchObject({ status: 'refused', reason });
  const [revoked] = refuseLicence('revoke', aLicence({ status: 'exhausted' }), at);
  expect(revoked.record).toMatchObject({ status: 'revoked', reason });
  expect(codeOf(() => refuseLicence('revoke', aLicence({ status: 'refused' }), at))).toBe(
    'ACTION_WRONG_STATUS',
  );
});

test('no act claims to be before the last', () => {
  const licence = aLicence({ status: 'applied', latestTime: byAuthority.time });
  const act = (time: string) => () =>
    refuseLicence('refuse', licence, { reason: 'x', call: { ...byAuthority, time } });
  expect(act(licence.latestTime)()).toHaveLength(1);
  expect(codeOf(act('2026-05-20T08:59:59.999Z'))).toBe('TIME_BEFORE_RECORD');
});
