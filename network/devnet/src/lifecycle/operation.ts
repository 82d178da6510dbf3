import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { Simulator } from '@argosy/ledger/simulator';
import type { InstalledPackages } from '../packages/installed-packages.js';
import type { ApprovedDefinitions } from './approved-definitions.js';

/** The peer that is asked. */
export interface LifecyclePeer {
  /** Its organisation: it approves for nobody else. */
  readonly mspId: string;
  readonly packages: InstalledPackages;
  readonly approved: ApprovedDefinitions;
}

/** What an operation on a channel works with. */
export interface ChannelScope {
  readonly peer: Pick<LifecyclePeer, 'mspId'>;
  readonly bundle: ChannelBundle;
  readonly simulator: Simulator;
}

/** The organisations of a channel, in the order of their MSP ids. */
export const organisationsOf = ({ applicationOrganisations }: ChannelBundle): string[] =>
  applicationOrganisations.map(({ mspId }) => mspId).sort();
