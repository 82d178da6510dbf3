/** fabric-protos `peer/lifecycle/*.proto`: the chaincode life cycle and how its definitions are stored. */
import { CollectionConfigPackage } from './collections.js';
import {
  BoolEntry,
  bool,
  bytes,
  int64,
  message,
  oneof,
  string,
  stringList,
  sub,
  subs,
} from '../wire/schema.js';

/** How `_lifecycle` stores one field of a definition. */
export const StateData = message('lifecycle.StateData', {
  int64: oneof('type', int64(1)),
  bytes: oneof('type', bytes(2)),
  string: oneof('type', string(3)),
});
/** How `_lifecycle` names the fields of a stored definition. */
export const StateMetadata = message('lifecycle.StateMetadata', {
  datatype: string(1),
  fields: stringList(2),
});

export const ChaincodeEndorsementInfo = message('lifecycle.ChaincodeEndorsementInfo', {
  version: string(1),
  initRequired: bool(2),
  endorsementPlugin: string(3),
});
export const ChaincodeValidationInfo = message('lifecycle.ChaincodeValidationInfo', {
  validationPlugin: string(1),
  validationParameter: bytes(2),
});

/** The peer's own `ccprovider.ChaincodeData`: how the older `lscc` stores a definition. */
export const ChaincodeData = message('ccprovider.ChaincodeData', {
  name: string(1),
  version: string(2),
  escc: string(3),
  vscc: string(4),
  policy: bytes(5),
  data: bytes(6),
  id: bytes(7),
  instantiationPolicy: bytes(8),
});

export const CommitChaincodeDefinitionArgs = message('lifecycle.CommitChaincodeDefinitionArgs', {
  sequence: int64(1),
  name: string(2),
  version: string(3),
  endorsementPlugin: string(4),
  validationPlugin: string(5),
  validationParameter: bytes(6),
  collections: sub(7, () => CollectionConfigPackage),
  initRequired: bool(8),
});
export const CommitChaincodeDefinitionResult = message(
  'lifecycle.CommitChaincodeDefinitionResult',
  {},
);
export const QueryChaincodeDefinitionArgs = message('lifecycle.QueryChaincodeDefinitionArgs', {
  name: string(1),
});
export const QueryChaincodeDefinitionResult = message('lifecycle.QueryChaincodeDefinitionResult', {
  sequence: int64(1),
  version: string(2),
  endorsementPlugin: string(3),
  validationPlugin: string(4),
  validationParameter: bytes(5),
  collections: sub(6, () => CollectionConfigPackage),
  initRequired: bool(7),
  approvals: subs(8, () => BoolEntry),
});
