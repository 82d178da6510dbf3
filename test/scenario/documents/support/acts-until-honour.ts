import { act } from './act.js';
import type { Acts } from './act.js';
import { moment, particularsOf, secrets } from './particulars.js';
import type { DealNames } from './particulars.js';

/** From the application to the acknowledgement of the advice. */
export function agreed(names: DealNames) {
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
export function shipped(names: DealNames) {
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
export function presented(names: DealNames) {
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
