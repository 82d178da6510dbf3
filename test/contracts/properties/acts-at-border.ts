import type { Declaration } from '@argosy/domain/declaration/declaration';
import type { Licence } from '@argosy/domain/licence/licence';
import type { Shipment } from '@argosy/domain/shipment/shipment';
import { addDays } from '@argosy/domain/shared/dates';
import { dayAround, hash, often, reason, timeAt, today } from './desk.js';
import type { Desk } from './desk.js';
import type { Acts } from './ideas.js';
import { pieces } from './openings-at-border.js';

const always = (weight: number) => () => weight;
const withReason = ({ reference }: { readonly reference: string }) => ({ reference, reason });

export const actsOnLicences: Acts<Licence> = {
  'licence:Inspect': [
    always(4),
    ({ reference }, desk) => ({
      reference,
      inspection: {
        date: dayAround(desk, { from: -2, to: often(desk.chance, 10) ? 1 : 0 }),
        result: often(desk.chance, 90) ? 'conforms' : 'differs',
      },
    }),
  ],
  'licence:Issue': [
    always(4),
    ({ reference, goods }, desk) => {
      const validFrom = dayAround(desk, { from: -2, to: 2 });
      const whole = Number(goods.quantity.thousandths);
      const quantity = pieces(often(desk.chance, 70) ? whole : 1 + desk.chance.below(2 * whole));
      const validUntil = addDays(validFrom, often(desk.chance, 5) ? -1 : 60);
      const certificateSha256 = hash(desk.chance);
      return {
        reference,
        grant: { number: 'CN-1', validFrom, validUntil, quantity, certificateSha256 },
      };
    },
  ],
  'licence:Refuse': [always(0.3), withReason],
  'licence:DrawDown': [
    ({ grant, ...licence }, desk) => {
      const isValid = grant !== undefined && grant.validUntil >= today(desk);
      const fitting = undrawn(licence, desk).filter(
        ({ consignment }) =>
          Number(consignment.quantity.thousandths) <= Number(licence.left?.thousandths) + 1,
      );
      return isValid && fitting.length > 0 ? 3 : 0.05;
    },
    drawingDown,
  ],
  'licence:Revoke': [always(0.06), withReason],
};

type Drawn = Pick<Licence, 'reference' | 'drawn'>;

function undrawn({ reference, drawn }: Drawn, { view }: Desk): readonly Shipment[] {
  return view
    .of('shipment')
    .filter(({ consignment }) => consignment.licence === reference)
    .filter((it) => drawn.every(({ shipment }) => shipment !== it.reference));
}

function drawingDown(licence: Licence, desk: Desk): object {
  const { reference, drawn, goods } = licence;
  const { chance } = desk;
  const again = often(chance, 5) ? drawn.at(-1) : undefined;
  const open = undrawn(licence, desk);
  const { reference: next, consignment } = open.length > 0 ? chance.pick(open) : {};
  const shipment = again?.shipment ?? next ?? 'SH-0';
  const some = pieces(1 + chance.below(Number(goods.quantity.thousandths)));
  const quantity = often(chance, 80) ? (consignment?.quantity ?? some) : some;
  return { reference, shipment, quantity };
}

function moving({ reference }: Shipment, { chance, seconds }: Desk) {
  const at = timeAt(seconds - chance.below(600) + (often(chance, 5) ? 3_600 : 0));
  return { reference, at };
}

export const actsOnShipments: Acts<Shipment> = {
  'shipment:Load': [
    ({ reference, consignment }, { view }) => {
      const { drawn = [], status } = view.find('licence', [consignment.licence]) ?? {};
      const taken = drawn.find(({ shipment }) => shipment === reference)?.quantity.thousandths;
      const enough = Number(taken ?? 0) >= Number(consignment.quantity.thousandths);
      return enough && status !== 'revoked' ? 3 : 0.01;
    },
    (it, desk) => ({
      ...moving(it, desk),
      voyage: { imo: '9074729', name: 'Estrela do Mar', number: '0142W' },
    }),
  ],
  'shipment:Depart': [always(3), moving],
  'shipment:Arrive': [always(3), moving],
  'shipment:Discharge': [always(3), moving],
};

export const actsOnDeclarations: Acts<Declaration> = {
  'declaration:Reject': [always(0.2), withReason],
  'declaration:Accept': [always(3), ({ reference }) => ({ reference, mrn: '26PT00012345678909' })],
  'declaration:Hold': [always(0.3), withReason],
  'declaration:Examine': [
    always(0.7),
    ({ reference }, desk) => ({
      reference,
      finding: { date: today(desk), result: often(desk.chance, 80) ? 'asDeclared' : 'differs' },
    }),
  ],
  'declaration:Clear': [
    ({ goods }, { view }) =>
      view.find('shipment', [goods.shipment])?.status === 'discharged' ? 4 : 0.1,
    ({ reference }) => ({ reference }),
  ],
  'declaration:Refuse': [always(0.15), withReason],
};
