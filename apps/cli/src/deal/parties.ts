import type { NamedParty } from '@argosy/domain/credit/parties';
import type { Organisation } from '@argosy/operator/topology/schema';

/** Who takes part in a deal: the parties of its credit, and those who move the goods over the border. */
export const partyNames = [
  'applicant',
  'issuingBank',
  'advisingBank',
  'beneficiary',
  'exportControl',
  'carrier',
  'departingPort',
  'arrivalPort',
  'customs',
] as const;

export type PartyName = (typeof partyNames)[number];

/** The organisation behind each part. */
export type Cast = Readonly<Record<PartyName, Organisation>>;

/** How documents name an organisation. */
export const namedParty = ({ msp, name }: Organisation): NamedParty => ({ msp, name });

export const isPartyName = (text: unknown): text is PartyName =>
  partyNames.some((name) => name === text);
