/** The part of Fabric's stub that records need. */
export interface WorldState {
  getTxID(): string;
  getState(key: string): Promise<Uint8Array>;
  putState(key: string, value: Uint8Array): Promise<void>;
}
