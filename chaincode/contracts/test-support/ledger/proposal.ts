import type { Signer } from '../identities.js';

/** What a client asks of the chaincode. */
export interface Proposal {
  readonly by: Signer;
  readonly args: readonly (string | Uint8Array)[];
  readonly transient?: Readonly<Record<string, string | Uint8Array>>;
  /** The organisation at whose peer it is executed; the caller's own or its sponsor's unless told. */
  readonly at?: string;
  /** The organisations whose peers sign; all that have one unless told. */
  readonly endorsedBy?: readonly string[];
  readonly txId?: string;
  /** The time that the client claims: seconds after 1970. */
  readonly seconds?: number;
  readonly nanos?: number;
}

/** A proposal with nothing left open. */
export interface Transaction extends Required<Proposal> {
  readonly channel: string;
}
