/** fabric-protos `msp/identities.proto`, `msp/msp_config.proto`. */
import { bool, bytes, bytesList, int32, message, string, sub, subs } from '../wire/schema.js';

export const SerializedIdentity = message('msp.SerializedIdentity', {
  mspid: string(1),
  idBytes: bytes(2),
});
export const MSPConfig = message('msp.MSPConfig', { type: int32(1), config: bytes(2) });
export const FabricCryptoConfig = message('msp.FabricCryptoConfig', {
  signatureHashFamily: string(1),
  identityIdentifierHashFunction: string(2),
});
export const FabricOUIdentifier = message('msp.FabricOUIdentifier', {
  certificate: bytes(1),
  organizationalUnitIdentifier: string(2),
});
export const FabricNodeOUs = message('msp.FabricNodeOUs', {
  enable: bool(1),
  clientOuIdentifier: sub(2, () => FabricOUIdentifier),
  peerOuIdentifier: sub(3, () => FabricOUIdentifier),
  adminOuIdentifier: sub(4, () => FabricOUIdentifier),
  ordererOuIdentifier: sub(5, () => FabricOUIdentifier),
});
export const KeyInfo = message('msp.KeyInfo', { keyIdentifier: string(1), keyMaterial: bytes(2) });
export const SigningIdentityInfo = message('msp.SigningIdentityInfo', {
  publicSigner: bytes(1),
  privateSigner: sub(2, () => KeyInfo),
});
export const FabricMSPConfig = message('msp.FabricMSPConfig', {
  name: string(1),
  rootCerts: bytesList(2),
  intermediateCerts: bytesList(3),
  admins: bytesList(4),
  revocationList: bytesList(5),
  signingIdentity: sub(6, () => SigningIdentityInfo),
  organizationalUnitIdentifiers: subs(7, () => FabricOUIdentifier),
  cryptoConfig: sub(8, () => FabricCryptoConfig),
  tlsRootCerts: bytesList(9),
  tlsIntermediateCerts: bytesList(10),
  fabricNodeOus: sub(11, () => FabricNodeOUs),
});
