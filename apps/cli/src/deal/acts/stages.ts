/** The thirteen stages of a deal, from the importer's application to the credit of the exporter. */
export const stages = [
  'Application',
  'Issue',
  'Advice, receipt acknowledged',
  'Export licence and certificate',
  'Goods ready, bill of lading',
  'Loading and departure',
  'Presentation',
  'Examination and honour',
  'Arrival and discharge',
  'Surrender of the bill of lading',
  'Declaration and clearance',
  'Receipt of the goods',
  'Settlement and credit',
] as const;

/** A stage, or what may come between two. */
export type Stage = (typeof stages)[number] | 'Amendment' | 'End of the credit';
