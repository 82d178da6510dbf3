import { FabricMSPConfig, MSPConfig } from '@argosy/protocol/messages/msp';
import { Msp } from '@argosy/protocol/msp';
import { MspManager } from '@argosy/protocol/msp-manager';
import { mspValue } from '@argosy/protocol/config-group';
import { decode } from '@argosy/protocol/wire';

/** An organisation's rules of membership with nothing but its authority: roles by the units of certificates. */
export function ownMembership(mspId: string, authority: string): { readonly msps: MspManager } {
  const definition = mspValue({
    mspId,
    rootCertificate: authority,
    tlsRootCertificate: authority,
  });
  const { config } = decode(MSPConfig, definition);
  return { msps: new MspManager([new Msp(decode(FabricMSPConfig, config), { version: '3.0' })]) };
}
