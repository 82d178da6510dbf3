/** An organisation's CAs, by what they certify: members, listeners, the ends of the chaincode link. */
export type CaPart = 'enrolment' | 'tls' | 'chaincode';

/** The name of each of an organisation's CAs, from that of the first. */
export const caName = (first: string, part: CaPart): string =>
  part === 'enrolment' ? first : `${part}.${first}`;
