/** The part of Fabric's stub that records need. */
export interface WorldState {
  getTxID(): string;
  getState(key: string): Promise<Uint8Array>;
  putState(key: string, value: Uint8Array): Promise<void>;
  getStateValidationParameter(key: string): Promise<Uint8Array | undefined>;
  setStateValidationParameter(key: string, policy: Uint8Array): Promise<void>;
  getPrivateDataHash(collection: string, key: string): Promise<Uint8Array>;
  putPrivateData(collection: string, key: string, value: Uint8Array): Promise<void>;
  setPrivateDataValidationParameter(
    collection: string,
    key: string,
    policy: Uint8Array,
  ): Promise<void>;
}
