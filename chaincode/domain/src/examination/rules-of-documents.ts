import type { IncotermRule } from '../codes/incoterms.js';
import { listed } from './facts.js';
import type { BillData, Difference, ExaminationRule, Facts } from './facts.js';

/** The rules about which documents there are, and what the bill of lading says. */
export const rulesOfDocuments = {
  DOC1: { article: 'UCP 600 art. 14(a), 17(a)', find: missing },
  DATA1: { article: 'UCP 600 art. 14(d)', find: conflicting },
  BL3: { article: 'UCP 600 art. 20(a)(iii)', find: otherPorts },
  BL9: { article: 'UCP 600 art. 14(d)', find: otherFreight },
} as const satisfies Record<string, ExaminationRule>;

// A document beyond those required does not harm: it is disregarded (UCP 600 art. 14(g)).
function missing({ terms, presentation }: Facts): Difference | undefined {
  const types = presentation.documents.map(({ type }) => type);
  const absent = terms.documentsRequired.filter((type) => !types.includes(type));
  if (absent.length === 0) return undefined;
  return { expected: listed(absent), found: 'none of them' };
}

/** What the bill's own record says, against what the presenter says of it. */
function conflicting({ presentation, bill }: Facts): Difference | undefined {
  if (bill === undefined) return undefined;
  const { documents, shipmentDate, credit } = presentation;
  const madeFor = bill.credit ?? credit;
  const hashes = documents.filter(({ type }) => type === 'billOfLading').map((it) => it.sha256);
  const conflicts = [
    { isSame: hashes.includes(bill.sha256), expected: 'the bill as issued', found: 'other bytes' },
    {
      isSame: bill.onBoardDate === shipmentDate,
      expected: `on board ${bill.onBoardDate}`,
      found: `shipment ${shipmentDate}`,
    },
    { isSame: madeFor === credit, expected: `the credit ${credit}`, found: madeFor },
  ].filter(({ isSame }) => !isSame);
  if (conflicts.length === 0) return undefined;
  return {
    expected: listed(conflicts.map(({ expected }) => expected)),
    found: listed(conflicts.map(({ found }) => found)),
  };
}

function otherPorts({ terms, bill }: Facts): Difference | undefined {
  if (bill === undefined || routeOf(bill) === routeOf(terms)) return undefined;
  return { expected: routeOf(terms), found: routeOf(bill) };
}

function routeOf(route: Pick<BillData, 'portOfLoading' | 'portOfDischarge'>): string {
  return `${route.portOfLoading} to ${route.portOfDischarge}`;
}

// Who pays the carriage under the terms of delivery shows in the bill's freight.
const freightOf: Partial<Record<IncotermRule, BillData['freight']>> = {
  CPT: 'prepaid',
  CIP: 'prepaid',
  CFR: 'prepaid',
  CIF: 'prepaid',
  FCA: 'collect',
  FOB: 'collect',
};

function otherFreight({ terms, bill }: Facts): Difference | undefined {
  const expected = freightOf[terms.incoterm.term];
  if (bill === undefined || expected === undefined || expected === bill.freight) return undefined;
  const { term } = terms.incoterm;
  return { expected: `freight ${expected} (${term})`, found: `freight ${bill.freight}` };
}
