/** The router that fabric-chaincode-node itself starts. The package neither exports nor declares its module. */
declare module 'fabric-shim/lib/contract-spi/chaincodefromcontract.js' {
  import type { Contract } from 'fabric-contract-api';
  import type { ChaincodeResponse, ChaincodeStub } from 'fabric-shim';

  class ChaincodeFromContract {
    constructor(
      contracts: (new () => Contract)[],
      serializers: { transaction: string; serializers: Record<string, unknown> },
      metadata: object,
      title: string,
      version: string,
    );
    readonly metadata: {
      readonly contracts: Record<string, { readonly transactions: { readonly name: string }[] }>;
    };
    Init(stub: ChaincodeStub): Promise<ChaincodeResponse>;
    Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse>;
  }

  export default ChaincodeFromContract;
}
