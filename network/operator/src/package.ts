import { servicePackage } from '@argosy/devnet/packages/chaincode-package';

export type ChaincodePackage = {
  readonly bytes: Buffer;
  readonly id: string;
  readonly label: string;
};

/** The package of a chaincode that runs as a service. It holds no code and no key: each peer fills in
 *  the template with its own address and files. So all organisations share one package id, and equal
 *  input gives equal bytes on every machine. */
export const chaincodePackage = (name: string, version: string): ChaincodePackage =>
  servicePackage(`${name}_${version}`, {
    address: `{{.${addressValue(name)}}}`,
    dial_timeout: '10s',
    tls_required: true,
    client_auth_required: true,
    root_cert: '{{.root_cert}}',
    client_key: '{{.client_key}}',
    client_cert: '{{.client_cert}}',
  });

/** The name under which a peer knows where its organisation's process of a chaincode serves. The names that a template
 *  may use have no dashes. */
export const addressValue = (chaincode: string): string =>
  `${chaincode.replaceAll('-', '_')}_address`;
