import { LedgerError } from '@argosy/domain/errors';
import type { ChaincodeResponse, ChaincodeStub } from 'fabric-shim';
import { assertAccessComplete } from './access.js';
import { chaincodeName, chaincodeVersion } from './contract-info.js';
import { AmendmentContract } from './amendment-contract.js';
import { BillContract } from './bill-contract.js';
import { ConfidentialContract } from './confidential-contract.js';
import { CreditContract } from './credit-contract.js';
import { DeclarationContract } from './declaration-contract.js';
import { ExaminationContract } from './examination-contract.js';
import { functionsOf, routerOver } from './fabric-chaincode.js';
import type { Chaincode } from './fabric-chaincode.js';
import { PresentationContract } from './presentation-contract.js';
import { ProceedsContract } from './proceeds-contract.js';
import { ReceiptContract } from './receipt-contract.js';
import { LicenceContract } from './licence-contract.js';
import { PossessionContract } from './possession-contract.js';
import { RegisterContract } from './register-contract.js';
import { ShipmentContract } from './shipment-contract.js';

/**
 * All contracts behind Fabric's router, with every refusal as the JSON of a LedgerError: what the
 * router itself refuses, before a contract is reached, has only English.
 */
export function argosyChaincode(): Chaincode {
  const info = { title: chaincodeName, version: chaincodeVersion };
  const router = routerOver(
    [
      CreditContract,
      AmendmentContract,
      ConfidentialContract,
      RegisterContract,
      PresentationContract,
      ExaminationContract,
      ReceiptContract,
      ProceedsContract,
      BillContract,
      PossessionContract,
      LicenceContract,
      ShipmentContract,
      DeclarationContract,
    ],
    info,
  );
  assertAccessComplete(functionsOf(router));
  const invoke = async (stub: ChaincodeStub): Promise<ChaincodeResponse> => {
    // Without arguments the router answers with success.
    if (stub.getArgs().length === 0) return refusal('it names no function');
    const response = await router.Invoke(stub);
    if (response.status < 400) return response;
    const { message = '' } = response;
    return LedgerError.parse(message) === undefined ? refusal(message) : response;
  };
  return { Init: invoke, Invoke: invoke };
}

function refusal(reason: string): ChaincodeResponse {
  return { status: 500, message: LedgerError.of('CALL_MALFORMED', { reason }).message };
}
