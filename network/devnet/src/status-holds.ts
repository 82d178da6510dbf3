/** Of which transactions nobody is told where they stand. */
export type HeldStatus =
  | { readonly all: false; readonly transactionIds: string[] }
  | { readonly all: true; readonly except: string[] };

/** The transactions whose status is held back: those that were named, or all but those that were named. */
export class StatusHolds {
  private all = false;
  private readonly named = new Set<string>();

  has(transactionId: string): boolean {
    return this.all !== this.named.has(transactionId);
  }

  get held(): HeldStatus {
    const names = [...this.named];
    return this.all ? { all: true, except: names } : { all: false, transactionIds: names };
  }

  hold(transactionIds?: readonly string[]): void {
    this.change(true, transactionIds);
  }

  release(transactionIds?: readonly string[]): void {
    this.change(false, transactionIds);
  }

  private change(isHeld: boolean, transactionIds: readonly string[] | undefined): void {
    if (transactionIds === undefined) {
      this.all = isHeld;
      this.named.clear();
      return;
    }
    for (const id of transactionIds)
      if (isHeld === this.all) this.named.delete(id);
      else this.named.add(id);
  }
}
