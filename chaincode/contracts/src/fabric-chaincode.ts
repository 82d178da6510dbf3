import { JSONSerializer } from 'fabric-contract-api';
import type { Contract } from 'fabric-contract-api';
import type { ChaincodeResponse, ChaincodeStub } from 'fabric-shim';
import ChaincodeFromContract from 'fabric-shim/lib/contract-spi/chaincodefromcontract.js';

/** A chaincode as the shim's server takes it. */
export interface Chaincode {
  Init(stub: ChaincodeStub): Promise<ChaincodeResponse>;
  Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse>;
}

interface Router extends Chaincode {
  readonly metadata: {
    readonly contracts: Readonly<
      Record<string, { readonly transactions: readonly { readonly name: string }[] }>
    >;
  };
}

/** Fabric's own router over contracts. */
export function routerOver(
  contracts: readonly (new () => Contract)[],
  { title, version }: { readonly title: string; readonly version: string },
): Router {
  const serializers = {
    transaction: 'jsonSerializer',
    serializers: { jsonSerializer: JSONSerializer },
  };
  // A copy, since the router adds its system contract to the array.
  return new ChaincodeFromContract([...contracts], serializers, {}, title, version);
}

/** The functions of our contracts, as `contract:Function`; Fabric's own contract is left out. */
export function functionsOf({ metadata }: Router): readonly string[] {
  return Object.entries(metadata.contracts)
    .filter(([name]) => name !== 'org.hyperledger.fabric')
    .flatMap(([name, { transactions }]) => transactions.map((it) => `${name}:${it.name}`));
}
