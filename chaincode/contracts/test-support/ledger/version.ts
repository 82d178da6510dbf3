/** Where a key was last written: the block, and the position in it. */
export interface Version {
  readonly block: number;
  readonly transaction: number;
}

/** Equal versions; undefined, the version of a key that is not there, equals itself. */
export function sameVersion(a: Version | undefined, b: Version | undefined): boolean {
  return a?.block === b?.block && a?.transaction === b?.transaction;
}

/** A version as a peer prints it. */
export function versionText(version: Version | undefined): string {
  if (version === undefined) return '<nil>';
  return `{BlockNum: ${version.block}, TxNum: ${version.transaction}}`;
}
