/** One thing changed in the deal that `argosy start` plays. The mistake stands on the line where the change begins, or on the one that
 *  holds `at`. */
export interface WrongDeal {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly at?: string;
  readonly says: string;
}

/** What cannot be played, and the sentence that says why. */
export const wrongDeals: readonly WrongDeal[] = [
  {
    title: 'a list that is not closed',
    from: '[BR4471]',
    to: '[BR4471',
    says: 'the file is no YAML. Flow sequence in block collection must be sufficiently indented',
  },
  {
    title: 'an alias',
    from: 'carrierCode: ARGC',
    to: 'carrierCode: *code',
    says: '*code refers to another place. Aliases are not read. Write out what is meant.',
  },
  {
    title: 'a field that there is not',
    from: 'carrierCode: ARGC',
    to: 'carrierCode: ARGC\nscac: ARGC',
    at: 'scac',
    says: 'there is no field scac. Nobody would read it. Correct its name, or remove it.',
  },
  {
    title: 'a field that is missing',
    from: 'carrierCode: ARGC\n',
    to: '',
    at: '# A container of coffee',
    says: 'carrierCode is missing. It is a string. Correct it.',
  },
  {
    title: 'an amount that is a number',
    from: "amount: '125000.00'",
    to: 'amount: 125000.00',
    says: "amount cannot be used. A number without quotes may be rounded while it is read. Write a decimal in quotes, such as '1250.50'.",
  },
  {
    title: 'an amount with too many places',
    from: "amount: '125000.00'",
    to: "amount: '125000.001'",
    says: 'amount cannot be used.',
  },
  {
    title: 'an amount of nothing',
    from: "amount: '125000.00'",
    to: "amount: '0.00'",
    says: 'amount cannot be used. Must be more than zero. Correct it.',
  },
  {
    title: 'an amount without its currency',
    from: "{ currency: USD, amount: '125000.00' }",
    to: "{ amount: '125000.00' }",
    says: 'currency',
  },
  {
    title: 'a currency that there is not',
    from: 'currency: USD',
    to: 'currency: USX',
    says: 'currency cannot be used. Must be a currency code (ISO 4217) that the network accepts, such as USD. Correct it.',
  },
  {
    title: 'a quantity in ten-thousandths',
    from: "licence:\n  quantity: { unit: KGM, amount: '19200' }",
    to: "licence:\n  quantity: { unit: KGM, amount: '0.0001' }",
    at: "amount: '0.0001'",
    says: 'amount cannot be used. It has at most three places after the point. Correct it.',
  },
  {
    title: 'a unit that there is not',
    from: "licence:\n  quantity: { unit: KGM, amount: '19200' }",
    to: "licence:\n  quantity: { unit: KILO, amount: '19200' }",
    at: 'unit: KILO',
    says: 'unit cannot be used. Must be a unit (UN/ECE Recommendation 20) that the network accepts, such as KGM. Correct it.',
  },
  {
    title: 'a day that is counted in weeks',
    from: 'latestShipment: +30d',
    to: 'latestShipment: +4w',
    says: 'latestShipment cannot be used. +4w is no day counted from today. Write +30d, "+30d banking" for the first banking day from then on, "+5 banking days", or a date as YYYY-MM-DD.',
  },
  {
    title: 'a day that no calendar has',
    from: 'latestShipment: +30d',
    to: 'latestShipment: 2027-02-29',
    says: 'latestShipment cannot be used. Must be a date of the calendar, as YYYY-MM-DD. Correct it.',
  },
  {
    title: 'a banking day of a year whose holidays nobody has decided',
    from: '+51d banking',
    to: '+1500d banking',
    says: 'date cannot be used. The ledger holds no calendar of banking days of DEHAM in 2030; it has to be recorded first. Name an earlier day, or count in calendar days.',
  },
  {
    title: 'a port that is none',
    from: 'portOfLoading: BRSSZ',
    to: 'portOfLoading: Santos',
    says: 'portOfLoading cannot be used. Must be a UN/LOCODE: two letters and three of A-Z and 2-9, such as NLRTM. Correct it.',
  },
  {
    title: 'a container with another check digit',
    from: 'CSQU3054383',
    to: 'CSQU3054384',
    says: 'number cannot be used. Must end in its check digit (ISO 6346); read the number again from the container. Correct it.',
  },
  {
    title: 'a ship with another check digit',
    from: "imo: '9074729'",
    to: "imo: '9074728'",
    says: 'imo cannot be used. Must end in its check digit (IMO ship number). Correct it.',
  },
  {
    title: 'a code of the Harmonized System that lost its zero',
    from: "hsCode: '090111'",
    to: 'hsCode: 090111',
    says: 'hsCode cannot be used.',
  },
  {
    title: 'a rule of Incoterms that there is not',
    from: 'term: CPT',
    to: 'term: CNF',
    says: 'term cannot be used. Must be a rule of Incoterms 2020, such as FOB. Correct it.',
  },
  {
    title: 'an organisation that there is not',
    from: 'advisingBank: ExportBank',
    to: 'advisingBank: OtherBank',
    says: 'there is no organisation OtherBank. In the network there are Importer,',
  },
  {
    title: 'an act that there is not',
    from: '- credit.advise\n',
    to: '- credit.advize\n',
    at: 'credit.advize',
    says: 'act cannot be used. Must be one of the acts: docs/guides/running-deals.md has them. Correct it.',
  },
  {
    title: 'an act by a part that there is not',
    from: '- credit.issue\n',
    to: '- { act: credit.issue, by: buyer }\n',
    at: 'by: buyer',
    says: 'by cannot be used. Must be one of the parties: applicant,',
  },
  {
    title: 'a refusal that there is not',
    from: 'expect: ACTION_WRONG_PARTY',
    to: 'expect: WRONG_PARTY',
    says: 'expect cannot be used. Must be the code of a refusal: docs/errors.md has them. Correct it.',
  },
  {
    title: 'a consignment that there is not',
    from: '  - shipment.load\n',
    to: '  - { act: shipment.load, of: second }\n',
    at: 'of: second',
    says: 'there is no consignment second. In this deal there are goods. Name one of them.',
  },
  {
    title: 'an act that says more than it may',
    from: '  - shipment.load\n',
    to: '  - { act: shipment.load, with: { crane: 4 } }\n',
    at: 'crane: 4',
    says: 'there is no field crane. Nobody would read it. Correct its name, or remove it.',
  },
  {
    title: 'an act that says something that no contract takes',
    from: '  - declaration.examine\n',
    to: '  - { act: declaration.examine, with: { finding: { result: fine } } }\n',
    at: 'result: fine',
    says: 'result cannot be used. Must be asDeclared or differs. Correct it.',
  },
  {
    title: 'an act that lacks what only the course can say',
    from: '  - declaration.examine\n',
    to: '  - declaration.hold\n',
    at: 'declaration.hold',
    says: 'declaration.hold: reason is missing. It is a string. Correct it.',
  },
  {
    title: 'a declaration before the bill is back with its carrier',
    from: '  - possession.acceptSurrender\n',
    to: '',
    at: '- act: declaration.lodge',
    says: 'declaration.lodge comes too early. It names the bill of lading as the carrier has taken it back. Let possession.acceptSurrender come before it.',
  },
  {
    title: 'a course of nothing',
    from: 'course:\n',
    to: 'course: []\nothers:\n',
    at: 'course: []',
    says: 'course cannot be used. Must have at least one act. Correct it.',
  },
  {
    title: 'confidential terms in an act that has none',
    from: '- credit.issue\n',
    to: '- { act: credit.issue, confidential: [{ collection: bankTerms, terms: { about: facility } }] }\n',
    at: 'confidential',
    says: 'credit.issue has no confidential terms.',
  },
  {
    title: 'confidential terms of more than all',
    from: 'applicantChargesPercent: 100',
    to: 'applicantChargesPercent: 101',
    says: 'applicantChargesPercent cannot be used. Must be at most 100. Correct it.',
  },
];
