import type { PresentationCommand } from '@argosy/domain/presentation/commands';
import type { Possession } from '@argosy/domain/bill/possession';
import type { Credit } from '@argosy/domain/credit/credit';
import type { IssueBill } from '@argosy/domain/bill/commands';
import { named } from './cast.js';
import { dayAround, hash, often, reference } from './desk.js';
import type { Desk } from './desk.js';
import type { Idea } from './ideas.js';
import { underPresentation } from './openings-of-presentations.js';
import { restOf } from './rest.js';
import { someChange, somePartners, someTerms } from './terms.js';

const ended = ['declined', 'withdrawn', 'cancelled', 'closed'];
const answered = ['declined', 'accepted', 'rejected'];
const available = ['advised', 'acknowledged', 'confirmed', 'unconfirmed'];

/** Documents of deals that could be opened now; those that are of use have weight. */
export function openingsOfDeals(desk: Desk): readonly Idea[] {
  const { view } = desk;
  const credits = view.of('credit');
  const live = credits.filter(({ status }) => !ended.includes(status));
  return [
    { name: 'credit:Apply', weight: live.length < 3 ? 6 : 0.1, ...application(desk) },
    ...credits.flatMap((credit) => underCredit(credit, desk)),
    ...view.of('presentation').flatMap((presentation) => underPresentation(presentation, desk)),
  ];
}

function application(desk: Desk): Pick<Idea, 'by' | 'command'> {
  const parties = somePartners(desk.chance);
  return {
    by: parties.applicant.msp,
    command: () => ({ reference: reference(desk, 'LC'), parties, terms: someTerms(desk) }),
  };
}

function underCredit(credit: Credit, desk: Desk): readonly Idea[] {
  const { status, parties, reference: of } = credit;
  const isAvailable = available.includes(status);
  const lodged = desk.view.of('presentation').filter((it) => it.credit === of);
  const bills = desk.view.of('bill').filter((it) => it.credit === of);
  const waiting = lodged.filter(({ status }) => status === 'lodging');
  const open = isAvailable && waiting.length < 3 && restOf(credit, desk.view) > 0n;
  return [
    {
      name: 'amendment:Propose',
      by: parties.applicant.msp,
      weight: isAvailable ? 1 : 0.05,
      command: () => proposal(credit, desk),
    },
    {
      name: 'bill:Issue',
      by: named.carrier.msp,
      weight: open && bills.length <= lodged.length + 1 ? 3 : 0.05,
      command: () => someBill(credit, desk),
    },
    {
      name: 'presentation:Lodge',
      by: parties.beneficiary.msp,
      weight: open ? 2.5 : 0.05,
      command: () => lodging(credit, desk),
    },
  ];
}

function proposal({ reference: credit }: Credit, desk: Desk): object {
  const numbers = desk.view.of('amendment').filter((it) => it.credit === credit);
  const next = 1 + Math.max(0, ...numbers.map(({ number }) => number));
  const others = numbers.filter(({ status }) => !answered.includes(status)).map((it) => it.change);
  const number = often(desk.chance, 5) ? 1 + desk.chance.below(9) : next;
  return { credit, number, change: someChange(desk, others) };
}

function someBill(credit: Credit, desk: Desk): IssueBill {
  const { applicant, issuingBank, beneficiary } = credit.parties;
  const title = desk.chance.pick<IssueBill['title']>([
    { type: 'straight', consignee: applicant },
    { type: 'toOrder', endorsee: issuingBank },
    { type: 'toOrder' },
    { type: 'blank' },
  ]);
  return {
    carrierCode: 'MABL',
    reference: reference(desk, 'BL'),
    carrier: named.carrier,
    shipper: beneficiary,
    title,
    vessel: { imo: '9074729', name: 'Estrela do Mar' },
    voyage: '0142W',
    portOfLoading: 'CNNSA',
    portOfDischarge: 'PTLIS',
    onBoardDate: dayAround(desk, { from: -2, to: often(desk.chance, 5) ? 4 : 0 }),
    containers: [{ number: 'CSQU3054383' }],
    goods: 'Bicycles',
    packages: { count: 1000, type: 'CT' },
    grossWeight: { unit: 'KGM', thousandths: '18000000' },
    freight: 'collect',
    sha256: hash(desk.chance),
    credit: credit.reference,
  };
}

function lodging(credit: Credit, desk: Desk): PresentationCommand<'lodge'> {
  const { chance, view } = desk;
  const bill = view
    .of('bill')
    .filter((it) => it.credit === credit.reference || often(chance, 10))
    .find((it) => isWith(view.head(it), credit.parties.beneficiary.msp) || often(chance, 5));
  const rest = Math.max(2, Number(restOf(credit, view)));
  const minor = String(chance.pick([rest, rest, rest >> 1, 1 + chance.below(rest), rest + 1]));
  return {
    reference: reference(desk, 'PR'),
    credit: credit.reference,
    amount: { currency: often(chance, 3) ? 'EUR' : 'USD', minor },
    shipmentDate: bill?.onBoardDate ?? dayAround(desk, { from: -3, to: 0 }),
    documents: [
      { type: 'commercialInvoice', sha256: hash(chance) },
      ...(bill !== undefined || often(chance, 90)
        ? [{ type: 'billOfLading', sha256: bill?.sha256 ?? hash(chance) } as const]
        : []),
    ],
    ...(bill && { bill: { carrierCode: bill.carrierCode, reference: bill.reference } }),
    confidential: [],
  };
}

function isWith(head: Possession | undefined, msp: string): boolean {
  return head?.status === 'held' && head.possessor.msp === msp;
}
