import { z } from 'zod';
import type { Storage } from '../storage/storage.js';
import { frame, frameKind, type Frame } from './frames.js';

const place = z.tuple([z.enum(['channels', 'packages']), z.string().nullable(), z.string()]);

/** Who has joined what, and the installed packages: files that are taken over as they are. */
export async function* keptFiles(storage: Storage): AsyncGenerator<Frame, undefined> {
  yield* filesOf(storage, 'channels', null);
  for (const owner of await storage.owners('packages')) yield* filesOf(storage, 'packages', owner);
  return undefined;
}

async function* filesOf(
  storage: Storage,
  kind: z.infer<typeof place>[0],
  owner: string | null,
): AsyncGenerator<Frame, undefined> {
  const files = await storage.files(kind, owner ?? undefined);
  for (const name of await files.names()) {
    const key = Buffer.from(JSON.stringify([kind, owner, name]));
    yield frame(frameKind.file, await files.read(name), key);
  }
  return undefined;
}

/** Of which kind a file is, whose, and its name. */
export const placeOfFile = ({ key }: Frame): z.infer<typeof place> =>
  place.parse(JSON.parse(Buffer.from(key).toString('utf8')));

/** Put a file where it was. */
export async function keepFile(storage: Storage, one: Frame): Promise<void> {
  const [kind, owner, name] = placeOfFile(one);
  const files = await storage.files(kind, owner ?? undefined);
  await files.write(name, one.value);
}
