/** From which block on streams stand still: of all nodes, and of single ones. */
export interface HeldBlocks {
  readonly all?: number | undefined;
  readonly nodes: Record<string, number>;
}

/** Which blocks the streams of which nodes do not send for the time being. */
export class BlockHolds {
  private all: bigint | undefined;
  private readonly nodes = new Map<string, bigint>();

  /** Whether a node's streams may send a block. */
  allows(number: bigint, node: string): boolean {
    const own = this.nodes.get(node);
    return !(this.all !== undefined && number >= this.all) && !(own !== undefined && number >= own);
  }

  get held(): HeldBlocks {
    const nodes = Object.fromEntries([...this.nodes].map(([node, from]) => [node, Number(from)]));
    return { ...(this.all !== undefined && { all: Number(this.all) }), nodes };
  }

  /** Of a node, or of all, from this block on; where it is held already, that stays as it is. */
  hold(from: bigint, node?: string): void {
    if (node === undefined) this.all ??= from;
    else this.nodes.set(node, this.nodes.get(node) ?? from);
  }

  /** Of one node; or of all, single ones included. */
  release(node?: string): void {
    if (node !== undefined) {
      this.nodes.delete(node);
      return;
    }
    this.all = undefined;
    this.nodes.clear();
  }
}
