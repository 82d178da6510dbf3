import type { Time } from '@argosy/domain/shared/time';

type Version = { readonly clock?: { readonly now: string; readonly isFrozen: boolean } };

/** The present of the network behind a gateway: the machine's time, unless it is for development and its clock was moved. */
export async function clockOf(gateway: string): Promise<() => Time> {
  const answer = await fetch(`${gateway}/version`);
  const { clock } = (await answer.json()) as Version;
  if (clock === undefined) return () => new Date().toISOString();
  if (clock.isFrozen) return () => clock.now;
  const ahead = Date.parse(clock.now) - Date.now();
  return () => new Date(Date.now() + ahead).toISOString();
}
