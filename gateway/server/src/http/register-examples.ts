const sha256 = (digit: string): string => digit.repeat(64);
const voters = ['ImportBankMSP', 'ExportBankMSP', 'CarrierMSP'];

const recordOf = (kind: string, status: string) => ({
  kind,
  version: 1,
  guards: [...voters].sort(),
  seal: sha256('4'),
  status,
  latestTime: '2027-01-04T08:00:00.000Z',
});

const origin = { decision: 'FOUNDING', sha256: sha256('8'), voters: [...voters] };

const member = {
  msp: 'ImporterMSP',
  name: 'Importer',
  lei: '7LTWFZYICNSX8D621K86',
  businessRoles: ['importer'],
  place: 'DEHAM',
  guard: 'ImportBankMSP',
  keys: [],
  status: 'active',
};

const calendar = {
  place: 'DEHAM',
  year: 2027,
  name: 'Hamburg',
  weekend: [6, 7],
  holidays: ['2027-01-01', '2027-03-26', '2027-03-29'],
};

export const memberExample = {
  ...recordOf('member', 'active'),
  ...member,
  origin,
};

export const calendarExample = { ...recordOf('calendar', 'inForce'), ...calendar, origin };

export const codeListExample = {
  ...recordOf('codeList', 'inForce'),
  name: 'incoterms',
  edition: 'ICC, 2020',
  codes: [{ code: 'CFR', meaning: 'Cost and freight' }],
  origin,
};

const { msp, status, place, businessRoles, guard } = member;

export const rosterExample = {
  ...recordOf('roster', 'inForce'),
  voters: [...voters],
  required: 2,
  founding: { decision: 'FOUNDING', sha256: sha256('8') },
  members: [{ msp, status, place, businessRoles, formerRoles: [], guard, formerGuards: [] }],
};

export const proposeDecisionExample = {
  reference: 'DECISION-7',
  entries: [{ kind: 'calendar', calendar }],
};

export const approveDecisionExample = { sha256: sha256('8') };

export const decisionExample = {
  ...recordOf('decision', 'proposed'),
  ...proposeDecisionExample,
  proposer: 'ImportBankMSP',
  sha256: approveDecisionExample.sha256,
  replaces: [0],
  voters: [...voters],
  required: 2,
  approvals: [{ msp: 'ImportBankMSP', transactionId: sha256('3') }],
  rejections: [],
};
