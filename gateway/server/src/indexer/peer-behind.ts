/** The peer has fewer blocks than the read model. It may be catching up, so that it is asked again. */
export class PeerBehind extends Error {
  constructor({ height, next }: { readonly height: bigint; readonly next: bigint }) {
    super(
      `The peer has ${height} blocks of the channel and the read model has ${next}: the peer has lost blocks, or is ` +
        'still catching up. The read model goes on when the peer has them again; should it never, move the ' +
        "gateway's data folder away, so that the read model is built from this peer's blocks.",
    );
    this.name = 'PeerBehind';
  }
}
