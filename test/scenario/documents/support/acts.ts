import type { ChannelName, Outcome } from './clients.js';
import { day, moment, namesOf, particularsOf, secrets, sha256 } from './particulars.js';
import type { DealNames } from './particulars.js';
import type { Actor, Role } from './people.js';

/** One act of a deal: whose it is, and what they say; it may need what came of acts before it. */
export interface Act {
  readonly by: Actor;
  readonly channel: ChannelName;
  readonly name: string;
  readonly command: (done: Done) => object;
  /** What the document is afterwards. */
  readonly status: string;
  /** Staff of other kinds who could take it too, were they the party's. */
  readonly alsoStaff?: readonly Role[];
  /** What is put into a collection first, for the command to name. */
  readonly secret?: { readonly collection: string; readonly terms: Secret };
}

/** What came of the acts that were taken, by their names. */
export type Done = (name: string) => Outcome;

type Secret = { readonly text: string; readonly sha256: string };

export const paymentReference = '7d2a4c1e-9b8f-4e3d-a5c6-0f1e2d3c4b5a';

/** The thirteen acts of a deal, from the application to the credit of the proceeds, by their names. */
export type ActName = keyof ReturnType<typeof dealActs>;

/** Every act of a deal in the order in which they are taken. */
export function dealActs(deal: string) {
  const names = namesOf(deal);
  return { ...agreed(names), ...shipped(names), ...presented(names), ...received(names) };
}

/** From the application to the acknowledgement of the advice. */
function agreed(names: DealNames) {
  const { application } = particularsOf(names);
  const terms = secrets.facilityTerms();
  const reference = () => ({ reference: names.credit });
  return {
    apply: {
      ...act('ines', 'trade', 'credit:Apply', 'applied'),
      secret: { collection: 'facilityTerms', terms },
      command: () => ({
        ...application,
        confidential: [{ collection: 'facilityTerms', sha256: terms.sha256 }],
      }),
    },
    issue: { ...act('henrik', 'trade', 'credit:Issue', 'issued'), command: reference },
    advise: { ...act('mei', 'trade', 'credit:Advise', 'advised'), command: reference },
    acknowledge: {
      ...act('mei', 'trade', 'credit:AcknowledgeReceipt', 'acknowledged'),
      command: reference,
    },
  } as const satisfies Acts;
}

/** From the licence to the departure. */
function shipped(names: DealNames) {
  const { licence, inspection, grant, readiness, quantity, voyage, billOfLading } =
    particularsOf(names);
  const [reference, shipment] = [names.licence, names.shipment];
  const at = () => ({ reference: shipment, at: moment() });
  return {
    applyForLicence: {
      ...act('omar', 'border', 'licence:Apply', 'applied'),
      command: () => licence,
    },
    inspectGoods: {
      ...act('lucia', 'border', 'licence:Inspect', 'inspected'),
      command: () => ({ reference, inspection }),
    },
    issueLicence: {
      ...act('lucia', 'border', 'licence:Issue', 'issued'),
      command: () => ({ reference, grant }),
    },
    drawDown: {
      ...act('omar', 'border', 'licence:DrawDown', 'exhausted'),
      command: () => ({ reference, shipment, quantity }),
    },
    ready: { ...act('omar', 'border', 'shipment:Ready', 'ready'), command: () => readiness },
    issueBill: {
      ...act('anders', 'trade', 'bill:Issue', 'issued'),
      command: () => billOfLading,
    },
    load: {
      ...act('rafael', 'border', 'shipment:Load', 'loaded'),
      command: () => ({ ...at(), voyage }),
    },
    depart: { ...act('rafael', 'border', 'shipment:Depart', 'departed'), command: at },
  } as const satisfies Acts;
}

/** From the presentation to honour. */
function presented(names: DealNames) {
  const { lodging } = particularsOf(names);
  const { presentation } = names;
  const named = () => ({ presentation });
  return {
    lodge: {
      ...act('omar', 'trade', 'presentation:Lodge', 'lodging'),
      command: () => lodging,
    },
    complete: {
      ...act('omar', 'trade', 'presentation:Complete', 'complete'),
      command: () => ({ reference: presentation }),
    },
    examine: { ...act('henrik', 'trade', 'examination:Examine', 'examining'), command: named },
    comply: { ...act('henrik', 'trade', 'examination:Comply', 'complying'), command: named },
    honour: { ...act('henrik', 'trade', 'examination:Honour', 'honoured'), command: named },
  } as const satisfies Acts;
}

/** From the arrival to the credit of the proceeds. */
function received(names: DealNames) {
  const { lodgement, lodging } = particularsOf(names);
  const { presentation, declaration: reference, bill } = names;
  const at = () => ({ reference: names.shipment, at: moment() });
  const values = secrets.declaredValues();
  return {
    arrive: { ...act('greta', 'border', 'shipment:Arrive', 'arrived'), command: at },
    discharge: { ...act('greta', 'border', 'shipment:Discharge', 'discharged'), command: at },
    surrender: {
      ...act('ines', 'trade', 'possession:Surrender', 'passedOn'),
      // Banks have bills, too.
      alsoStaff: ['tradeOfficer'],
      command: () => ({ ...bill, request: { for: 'delivery' } }),
    },
    acceptSurrender: {
      ...act('anders', 'trade', 'possession:AcceptSurrender', 'surrendered'),
      command: () => bill,
    },
    declare: {
      ...act('ines', 'border', 'declaration:Lodge', 'lodged'),
      secret: { collection: 'declaredValues', terms: values },
      command: (done: Done) => ({
        ...lodgement,
        goods: {
          ...lodgement.goods,
          shipment: names.shipment,
          bill: { ...bill, ...statement(done('acceptSurrender')) },
        },
        confidential: [{ collection: 'declaredValues', sha256: values.sha256 }],
      }),
    },
    acceptDeclaration: {
      ...act('jonas', 'border', 'declaration:Accept', 'accepted'),
      command: () => ({ reference, mrn: '26PT00012345678909' }),
    },
    examineGoods: {
      ...act('jonas', 'border', 'declaration:Examine', 'examined'),
      command: () => ({ reference, finding: { date: day(), result: 'asDeclared' } }),
    },
    clear: {
      ...act('jonas', 'border', 'declaration:Clear', 'cleared'),
      command: () => ({ reference }),
    },
    receive: {
      ...act('ines', 'trade', 'receipt:Record', 'received'),
      command: (done: Done) => ({
        presentation,
        receivedOn: day(),
        condition: 'sound',
        clearance: { declaration: reference, ...statement(done('clear')) },
      }),
    },
    settle: {
      ...act('henrik', 'trade', 'examination:Settle', 'settled'),
      command: () => ({ presentation, paymentReference }),
    },
    credit: {
      ...act('mei', 'trade', 'proceeds:Credit', 'credited'),
      command: () => ({ presentation, amount: lodging.amount, paymentReference, confidential: [] }),
    },
  } as const satisfies Acts;
}

type Acts = Readonly<Record<string, Act>>;

/** What one channel is told of another: the transaction, and the hash of the record that it wrote. */
function statement({ transactionId, text = '' }: Outcome) {
  return { transactionId, sha256: sha256(text) };
}

function act<Name extends string>(by: Actor, channel: ChannelName, name: Name, status: string) {
  return { by, channel, name, status } as const;
}
