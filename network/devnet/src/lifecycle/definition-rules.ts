import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { decode, encode } from '@argosy/protocol/wire';
import {
  chaincodeDefinition,
  legacyCollections,
  legacyDefinition,
  type Collections,
  type StateReader,
} from '@argosy/ledger/definitions';
import { collectionsFault, successionFault } from './collection-rules.js';
import type { DefinitionArguments, Parameters } from './parameters.js';

const NAME = /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/;
const VERSION = /^[A-Za-z0-9_.+-]+$/;
const RESERVED = new Set(['cscc', 'escc', 'lscc', 'qscc', 'vscc']);
const DEFAULT_POLICY = '/Channel/Application/Endorsement';
const NO_COLLECTIONS = decode(CollectionConfigPackage, new Uint8Array(0));

/** Where the rules look. */
export interface RuleScope {
  readonly bundle: ChannelBundle;
  /** Reads what is committed, and records that it did. */
  readonly read: StateReader;
}

/** Throws a peer's words for a definition that could be on no channel. */
export function requireNameable(args: DefinitionArguments): void {
  refuse(nameFault(args.name) ?? versionFault(args.version));
}

/** Throws a peer's words for a definition that cannot be. What its policy and plugins say is not looked at. */
export function requireDefinable(args: DefinitionArguments, { bundle, read }: RuleScope): void {
  requireNameable(args);
  const collections = args.collections ?? NO_COLLECTIONS;
  refuse(
    collectionsFault(collections, bundle.msps) ??
      successionFault(collections, committedCollections(read, args.name)),
  );
}

function refuse(fault: string | undefined): void {
  if (fault !== undefined) throw new Error(`error validating chaincode definition: ${fault}`);
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

/** A definition of the older life cycle counts, too. */
function committedCollections(read: StateReader, name: string): Collections {
  const definition = chaincodeDefinition(read, name);
  if (definition !== undefined) return definition.collections;
  return legacyDefinition(read, name) === undefined
    ? NO_COLLECTIONS
    : legacyCollections(read, name);
}

/** The parameters that are asked for; what is left out is Fabric's default. Throws where the channel has no default policy. */
export function withDefaults(
  args: DefinitionArguments,
  { policies, channelId }: ChannelBundle,
): Parameters {
  const isDefault = args.validationParameter.length === 0;
  if (isDefault && !policies.has(DEFAULT_POLICY)) {
    throw new Error(
      `could not set defaults for chaincode definition in channel ${channelId}: policy '${DEFAULT_POLICY}' ` +
        `must be defined for channel '${channelId}' before chaincode operations can be attempted`,
    );
  }
  return {
    version: args.version,
    initRequired: args.initRequired,
    endorsementPlugin: args.endorsementPlugin === '' ? 'escc' : args.endorsementPlugin,
    validationPlugin: args.validationPlugin === '' ? 'vscc' : args.validationPlugin,
    validationParameter: isDefault
      ? encode(ApplicationPolicy, { channelConfigPolicyReference: DEFAULT_POLICY })
      : args.validationParameter,
    collections: args.collections ?? NO_COLLECTIONS,
  };
}
