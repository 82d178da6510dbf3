import {
  GetInstalledChaincodePackageArgs,
  GetInstalledChaincodePackageResult,
  InstallChaincodeArgs,
  InstallChaincodeResult,
  QueryInstalledChaincodeArgs,
  QueryInstalledChaincodeResult,
  QueryInstalledChaincodesArgs,
  QueryInstalledChaincodesResult,
} from '@argosy/protocol/messages/lifecycle';
import { reasonOf } from '@argosy/protocol/reason';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import type { InstalledPackage } from '../packages/installed-packages.js';
import type { LifecyclePeer } from './operation.js';

/** Keep a package at this peer. */
export async function install(peer: LifecyclePeer, argument: Uint8Array): Promise<Uint8Array> {
  const { chaincodeInstallPackage } = decode(InstallChaincodeArgs, argument);
  const { id, label } = await peer.packages.install(chaincodeInstallPackage);
  return encode(InstallChaincodeResult, { packageId: id, label });
}

export async function queryInstalled(
  peer: LifecyclePeer,
  argument: Uint8Array,
): Promise<Uint8Array> {
  const { packageId } = decode(QueryInstalledChaincodeArgs, argument);
  const installed = peer.packages.get(packageId);
  if (installed === undefined)
    throw new Error(`could not find chaincode with package id '${packageId}'`);
  return encode(QueryInstalledChaincodeResult, await described(peer, installed));
}

export async function queryAllInstalled(
  peer: LifecyclePeer,
  argument: Uint8Array,
): Promise<Uint8Array> {
  decode(QueryInstalledChaincodesArgs, argument);
  const installed = peer.packages.list().map((one) => described(peer, one));
  return encode(QueryInstalledChaincodesResult, {
    installedChaincodes: await Promise.all(installed),
  });
}

/** A package and, by channel, the committed definitions for which this peer's organisation runs it. */
async function described(
  { approved }: LifecyclePeer,
  { id, label }: InstalledPackage,
): Promise<Decoded<typeof QueryInstalledChaincodeResult>> {
  const references = await approved.references(id);
  return {
    packageId: id,
    label,
    references: references.map(({ channelId, chaincodes }) => ({
      key: channelId,
      value: { chaincodes: [...chaincodes] },
    })),
  };
}

/** A package's bytes, as it was installed. */
export async function installedPackage(
  { packages }: LifecyclePeer,
  argument: Uint8Array,
): Promise<Uint8Array> {
  const { packageId } = decode(GetInstalledChaincodePackageArgs, argument);
  try {
    const chaincodeInstallPackage = await packages.load(packageId);
    return encode(GetInstalledChaincodePackageResult, { chaincodeInstallPackage });
  } catch (error) {
    const why = reasonOf(error);
    throw new Error(`could not load cc install package: ${why}`, { cause: error });
  }
}
