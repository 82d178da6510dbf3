import type { Table } from './table.js';

/** The documents at the border. Written by hand, and not read from the contracts. */
export const tableOfBorder: Table = {
  licence: [
    ['licence:Apply', '-', 'exporter', 'applied'],
    ['licence:Inspect', 'applied', 'authority', 'inspected'],
    ['licence:Issue', 'inspected', 'authority', 'issued'],
    ['licence:Refuse', 'applied|inspected', 'authority', 'refused'],
    ['licence:DrawDown', 'issued', 'exporter', 'issued'],
    ['licence:DrawDown', 'issued', 'exporter', 'exhausted'],
    ['licence:Revoke', 'issued|exhausted', 'authority', 'revoked'],
  ],
  shipment: [
    ['shipment:Ready', '-', 'exporter', 'ready'],
    ['shipment:Load', 'ready', 'departingPort', 'loaded'],
    ['shipment:Depart', 'loaded', 'departingPort', 'departed'],
    ['shipment:Arrive', 'departed', 'arrivalPort', 'arrived'],
    ['shipment:Discharge', 'arrived', 'arrivalPort', 'discharged'],
  ],
  declaration: [
    ['declaration:Lodge', '-', 'declarant', 'lodged'],
    ['declaration:Reject', 'lodged', 'customs', 'rejected'],
    ['declaration:Accept', 'lodged', 'customs', 'accepted'],
    ['declaration:Hold', 'accepted', 'customs', 'held'],
    ['declaration:Examine', 'accepted|held', 'customs', 'examined'],
    ['declaration:Clear', 'accepted|examined', 'customs', 'cleared'],
    ['declaration:Refuse', 'held|examined', 'customs', 'refused'],
  ],
};
