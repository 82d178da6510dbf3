/** fabric-protos `peer/lifecycle/*.proto`: the chaincode life cycle and how its definitions are stored. */
import { CollectionConfigPackage } from './collections.js';
import {
  BoolEntry,
  bool,
  bytes,
  entryOf,
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

export const InstallChaincodeArgs = message('lifecycle.InstallChaincodeArgs', {
  chaincodeInstallPackage: bytes(1),
});
export const InstallChaincodeResult = message('lifecycle.InstallChaincodeResult', {
  packageId: string(1),
  label: string(2),
});

/** A definition that uses a package. The two queries of installed packages have a type of it each, which are alike. */
const Reference = message('lifecycle.QueryInstalledChaincodeResult.Chaincode', {
  name: string(1),
  version: string(2),
});
const References = message('lifecycle.QueryInstalledChaincodeResult.References', {
  chaincodes: subs(1, () => Reference),
});
// Made once: a table made anew for each entry would be kept for each.
const ReferencesEntry = entryOf(() => References);
const installed = {
  packageId: string(1),
  label: string(2),
  /** By channel. */
  references: subs(3, () => ReferencesEntry),
};
export const QueryInstalledChaincodeArgs = message('lifecycle.QueryInstalledChaincodeArgs', {
  packageId: string(1),
});
export const QueryInstalledChaincodeResult = message(
  'lifecycle.QueryInstalledChaincodeResult',
  installed,
);
export const QueryInstalledChaincodesArgs = message('lifecycle.QueryInstalledChaincodesArgs', {});
const InstalledChaincode = message(
  'lifecycle.QueryInstalledChaincodesResult.InstalledChaincode',
  installed,
);
export const QueryInstalledChaincodesResult = message('lifecycle.QueryInstalledChaincodesResult', {
  installedChaincodes: subs(1, () => InstalledChaincode),
});
export const GetInstalledChaincodePackageArgs = message(
  'lifecycle.GetInstalledChaincodePackageArgs',
  { packageId: string(1) },
);
export const GetInstalledChaincodePackageResult = message(
  'lifecycle.GetInstalledChaincodePackageResult',
  { chaincodeInstallPackage: bytes(1) },
);

const Unavailable = message('lifecycle.ChaincodeSource.Unavailable', {});
const Local = message('lifecycle.ChaincodeSource.Local', { packageId: string(1) });
/** Which package an organisation runs for a definition, if any. */
export const ChaincodeSource = message('lifecycle.ChaincodeSource', {
  unavailable: oneof(
    'type',
    sub(1, () => Unavailable),
  ),
  localPackage: oneof(
    'type',
    sub(2, () => Local),
  ),
});

/** How a definition that is asked for, approved or committed is given. */
const given = {
  sequence: int64(1),
  name: string(2),
  version: string(3),
  endorsementPlugin: string(4),
  validationPlugin: string(5),
  validationParameter: bytes(6),
  collections: sub(7, () => CollectionConfigPackage),
  initRequired: bool(8),
};
export const ApproveChaincodeDefinitionForMyOrgArgs = message(
  'lifecycle.ApproveChaincodeDefinitionForMyOrgArgs',
  { ...given, source: sub(9, () => ChaincodeSource) },
);
export const ApproveChaincodeDefinitionForMyOrgResult = message(
  'lifecycle.ApproveChaincodeDefinitionForMyOrgResult',
  {},
);
export const CheckCommitReadinessArgs = message('lifecycle.CheckCommitReadinessArgs', given);
const Mismatches = message('lifecycle.CheckCommitReadinessResult.Mismatches', {
  items: stringList(1),
});
const MismatchesEntry = entryOf(() => Mismatches);
export const CheckCommitReadinessResult = message('lifecycle.CheckCommitReadinessResult', {
  approvals: subs(1, () => BoolEntry),
  mismatches: subs(2, () => MismatchesEntry),
});
export const CommitChaincodeDefinitionArgs = message(
  'lifecycle.CommitChaincodeDefinitionArgs',
  given,
);
export const CommitChaincodeDefinitionResult = message(
  'lifecycle.CommitChaincodeDefinitionResult',
  {},
);
export const QueryChaincodeDefinitionArgs = message('lifecycle.QueryChaincodeDefinitionArgs', {
  name: string(1),
});
/** How a definition is answered. */
const answered = {
  sequence: int64(1),
  version: string(2),
  endorsementPlugin: string(3),
  validationPlugin: string(4),
  validationParameter: bytes(5),
  collections: sub(6, () => CollectionConfigPackage),
  initRequired: bool(7),
};
/** How one of several definitions is answered. */
const listed = {
  name: string(1),
  sequence: int64(2),
  version: string(3),
  endorsementPlugin: string(4),
  validationPlugin: string(5),
  validationParameter: bytes(6),
  collections: sub(7, () => CollectionConfigPackage),
  initRequired: bool(8),
};
export const QueryChaincodeDefinitionResult = message('lifecycle.QueryChaincodeDefinitionResult', {
  ...answered,
  approvals: subs(8, () => BoolEntry),
});
export const QueryChaincodeDefinitionsArgs = message('lifecycle.QueryChaincodeDefinitionsArgs', {});
const ListedDefinition = message(
  'lifecycle.QueryChaincodeDefinitionsResult.ChaincodeDefinition',
  listed,
);
export const QueryChaincodeDefinitionsResult = message(
  'lifecycle.QueryChaincodeDefinitionsResult',
  { chaincodeDefinitions: subs(1, () => ListedDefinition) },
);
export const QueryApprovedChaincodeDefinitionArgs = message(
  'lifecycle.QueryApprovedChaincodeDefinitionArgs',
  { name: string(1), sequence: int64(2) },
);
export const QueryApprovedChaincodeDefinitionResult = message(
  'lifecycle.QueryApprovedChaincodeDefinitionResult',
  { ...answered, source: sub(8, () => ChaincodeSource) },
);
export const QueryApprovedChaincodeDefinitionsArgs = message(
  'lifecycle.QueryApprovedChaincodeDefinitionsArgs',
  {},
);
const ListedApproval = message(
  'lifecycle.QueryApprovedChaincodeDefinitionsResult.ApprovedChaincodeDefinition',
  { ...listed, source: sub(9, () => ChaincodeSource) },
);
export const QueryApprovedChaincodeDefinitionsResult = message(
  'lifecycle.QueryApprovedChaincodeDefinitionsResult',
  { approvedChaincodeDefinitions: subs(1, () => ListedApproval) },
);
