import { act } from './act.js';
import type { Acts, Done } from './act.js';
import type { Outcome } from './outcome.js';
import { day, moment, particularsOf, secrets, sha256 } from './particulars.js';
import type { DealNames } from './particulars.js';

const paymentReference = '7d2a4c1e-9b8f-4e3d-a5c6-0f1e2d3c4b5a';

/** From the arrival to the credit of the proceeds. */
export function received(names: DealNames) {
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

/** What one channel is told of another: the transaction, and the hash of the record that it wrote. */
function statement({ transactionId, text = '' }: Outcome) {
  return { transactionId, sha256: sha256(text) };
}
