import { StateData, StateMetadata } from '@argosy/protocol/messages/lifecycle';
import { encode } from '@argosy/protocol/wire';
import { fieldKey, LIFECYCLE, metadataKey, type DefinitionField } from '@argosy/ledger/definitions';
import type { Simulator } from '@argosy/ledger/simulator';

const DATATYPE = 'ChaincodeDefinition';

/** The fields of a stored definition, in the order in which its metadata names them. */
const fields = [
  'Sequence',
  'EndorsementInfo',
  'ValidationInfo',
  'Collections',
] as const satisfies readonly DefinitionField[];

/** A definition as it is stored: a sequence and three encoded messages. */
export interface StoredDefinition {
  readonly sequence: bigint;
  readonly endorsementInfo: Uint8Array;
  readonly validationInfo: Uint8Array;
  readonly collections: Uint8Array;
}

/** Store a definition. What did not change is not written again, so an upgrade's write set shows what it changed. */
export function writeDefinition(
  simulator: Simulator,
  chaincode: string,
  definition: StoredDefinition,
): void {
  writeChanged(
    simulator,
    metadataKey(chaincode),
    encode(StateMetadata, { datatype: DATATYPE, fields }),
  );
  const values = {
    Sequence: encode(StateData, { int64: definition.sequence }),
    EndorsementInfo: encode(StateData, { bytes: definition.endorsementInfo }),
    ValidationInfo: encode(StateData, { bytes: definition.validationInfo }),
    Collections: encode(StateData, { bytes: definition.collections }),
  };
  for (const field of fields) writeChanged(simulator, fieldKey(chaincode, field), values[field]);
}

function writeChanged(simulator: Simulator, key: string, value: Buffer): void {
  const present = simulator.get(LIFECYCLE, key);
  if (!value.equals(present)) simulator.put(LIFECYCLE, key, value);
}
