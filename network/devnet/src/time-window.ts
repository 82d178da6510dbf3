/** How far a client's clock may be away (`peer.authentication.timewindow`). */
const WINDOW_MS = 15 * 60 * 1000;

interface Timestamp {
  readonly seconds: bigint;
  readonly nanos: number;
}

export const toMilliseconds = ({ seconds, nanos }: Timestamp): number =>
  Number(seconds) * 1000 + nanos / 1e6;

/** Whether a client's timestamp is near enough to the peer's clock. */
export function withinTimeWindow(timestamp: Timestamp | undefined, now: number): boolean {
  return timestamp !== undefined && Math.abs(toMilliseconds(timestamp) - now) <= WINDOW_MS;
}
