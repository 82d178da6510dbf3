import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { CommitChaincodeDefinitionArgs } from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';

export type DefinitionArguments = Decoded<typeof CommitChaincodeDefinitionArgs>;

const NAME = /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/;
const VERSION = /^[A-Za-z0-9_.+-]+$/;
const RESERVED = new Set(['cscc', 'escc', 'lscc', 'qscc', 'vscc']);
const DEFAULT_POLICY = '/Channel/Application/Endorsement';

/** What is left out of a definition is Fabric's default. */
export function withDefaults(args: DefinitionArguments): DefinitionArguments {
  return {
    ...args,
    endorsementPlugin: args.endorsementPlugin === '' ? 'escc' : args.endorsementPlugin,
    validationPlugin: args.validationPlugin === '' ? 'vscc' : args.validationPlugin,
    validationParameter:
      args.validationParameter.length === 0
        ? encode(ApplicationPolicy, { channelConfigPolicyReference: DEFAULT_POLICY })
        : args.validationParameter,
  };
}

/** Why a definition cannot be, in a peer's words; undefined when it can. */
export function definitionFault(
  args: DefinitionArguments,
  bundle: ChannelBundle,
): string | undefined {
  const fault = nameFault(args.name) ?? versionFault(args.version) ?? policyFault(args, bundle);
  if (fault !== undefined) return `error validating chaincode definition: ${fault}`;
  return unsupported(args);
}

function nameFault(name: string): string | undefined {
  if (!NAME.test(name)) {
    return (
      `invalid chaincode name '${name}'. Names can only consist of alphanumerics, '_', and '-' ` +
      'and can only begin with alphanumerics'
    );
  }
  if (RESERVED.has(name)) return `chaincode name '${name}' is the name of a system chaincode`;
  return undefined;
}

function versionFault(version: string): string | undefined {
  if (VERSION.test(version)) return undefined;
  return (
    `invalid chaincode version '${version}'. Versions can only consist of alphanumerics, ` +
    "'_', '-', '+', and '.'"
  );
}

function policyFault(
  { validationParameter }: DefinitionArguments,
  bundle: ChannelBundle,
): string | undefined {
  const reference = referenceIn(validationParameter);
  if (reference === undefined || bundle.policies.has(reference)) return undefined;
  return `could not find policy ${reference} in the channel configuration`;
}

function referenceIn(validationParameter: Uint8Array): string | undefined {
  return decode(ApplicationPolicy, validationParameter).channelConfigPolicyReference;
}

/** What this network cannot keep is refused here, so that nobody relies on it later. */
function unsupported(args: DefinitionArguments): string | undefined {
  if ((args.collections?.config.length ?? 0) > 0) {
    return 'private data collections are not supported by this network';
  }
  if (args.initRequired) return 'required initialisation is not supported by this network';
  if (args.endorsementPlugin !== 'escc' || args.validationPlugin !== 'vscc') {
    return 'plugins other than escc and vscc are not supported by this network';
  }
  return undefined;
}
