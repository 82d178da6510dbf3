import type { Table } from './table.js';

const either = 'active|suspended';

/** The register of a channel. Written by hand, and not read from the contracts. */
export const tableOfRegister: Table = {
  decision: [
    ['register:Propose', '-', 'voter', 'proposed'],
    ['register:Approve', 'proposed', 'voter', 'proposed'],
    ['register:Approve', 'proposed', 'voter', 'adopted'],
    ['register:Reject', 'proposed', 'voter', 'proposed'],
    ['register:Reject', 'proposed', 'voter', 'rejected'],
  ],
  roster: [['register:Approve', 'inForce', 'voter', 'inForce']],
  member: [
    ['register:Approve', either, 'voter', 'active'],
    ['register:Approve', either, 'voter', 'suspended'],
  ],
};
