import type { TermsChange } from '@argosy/domain/amendment/terms-change';
import type { Credit } from '@argosy/domain/credit/credit';
import type { CreditTerms } from '@argosy/domain/credit/terms';
import type { Chance } from '../../support/chance.js';
import { addDays } from '@argosy/domain/shared/dates';
import { named } from './cast.js';
import { dayAround, often } from './desk.js';
import type { Desk } from './desk.js';

const { importer, importBank, exportBank, exporter } = named;

/** Most deals go one way; some the other; and in some one bank does both. */
export function somePartners(chance: Chance): Credit['parties'] {
  const back = often(chance, 20);
  const [applicant, issuingBank] = back ? [exporter, exportBank] : [importer, importBank];
  const [beneficiary, theirs] = back ? [importer, importBank] : [exporter, exportBank];
  const advisingBank = often(chance, 15) ? issuingBank : theirs;
  return { applicant, issuingBank, advisingBank, beneficiary };
}

export function someTerms(desk: Desk): CreditTerms {
  const { chance } = desk;
  const expiry = dayAround(desk, { from: 20, to: 90 });
  return {
    amount: { currency: 'USD', minor: String(1 + chance.below(1_000_000)) },
    tolerance: { plus: chance.pick([0, 0, 5, 10]), minus: 0 },
    expiry: { date: expiry, place: 'Guangzhou' },
    availableWith: 'issuingBank',
    available: someAvailability(desk),
    partialShipments: 'allowed',
    transhipment: 'notAllowed',
    portOfLoading: 'CNNSA',
    portOfDischarge: 'PTLIS',
    latestShipment: addDays(expiry, often(chance, 3) ? 1 : -chance.below(15)),
    incoterm: { term: 'FOB', place: 'Nansha' },
    goods: 'Bicycles',
    documentsRequired: ['commercialInvoice', 'billOfLading'],
    presentationPeriodDays: 21,
    confirmation: chance.pick(['without', 'mayAdd', 'confirm']),
  };
}

function someAvailability(desk: Desk): CreditTerms['available'] {
  const { chance } = desk;
  const maturity = chance.pick([
    { from: 'date', date: dayAround(desk, { from: 30, to: 120 }) },
    { from: 'shipment', days: 30 },
    { from: 'presentation', days: 10 },
  ] as const);
  return chance.pick([
    { by: 'sightPayment' },
    { by: 'deferredPayment', maturity, onReceiptOfGoods: often(chance, 50) },
    { by: 'acceptance', maturity },
  ] as const);
}

/** A change of one or two things, often of what another one changes too; or of everything: the credit is cancelled. */
export function someChange(desk: Desk, others: readonly TermsChange[]): TermsChange {
  const { chance } = desk;
  if (often(chance, 14)) return { cancel: true };
  const changes = someChanges(desk);
  const disputed = changes.filter((it) =>
    others.some((other) => Object.keys(it).some((member) => member in other)),
  );
  const one = chance.pick(disputed.length > 0 && often(chance, 60) ? disputed : changes);
  return often(chance, 35) ? { ...one, ...chance.pick(changes) } : one;
}

function someChanges(desk: Desk): readonly TermsChange[] {
  const { chance } = desk;
  const money = { currency: often(chance, 3) ? 'EUR' : 'USD', minor: someMinor(chance) } as const;
  const date = dayAround(desk, { from: -5, to: 90 });
  const tolerance = { plus: chance.pick([0, 0, 10, 50]), minus: 0 };
  const expiry = { date, place: 'Guangzhou' };
  return [
    { increase: money },
    { decrease: money },
    { tolerance },
    { tolerance, decrease: money },
    { expiry },
    { latestShipment: date },
    { expiry, latestShipment: addDays(date, -chance.below(10)) },
    { goods: chance.pick(['Bicycles', 'Tricycles', 'Wheels']) },
  ];
}

function someMinor(chance: Chance): string {
  return String(1 + chance.below(10 ** (1 + chance.below(6))));
}
