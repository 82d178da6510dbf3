import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { reasonOf } from '@argosy/protocol/reason';
import { z } from 'zod';
import { replaceFile } from '../storage/file-writing.js';

const kept = z.strictObject({
  /** What is added to the machine's time. */
  offsetMilliseconds: z.int(),
  /** The instant at which it stands still, in milliseconds since 1970. */
  frozenAt: z.int().optional(),
});

/** How a clock differs from the machine's. */
export type ClockSetting = z.infer<typeof kept>;

/** That of a clock which was never moved. */
export const UNMOVED: ClockSetting = { offsetMilliseconds: 0 };

/** The setting that a file keeps; that of an unmoved clock where there is no file. Refuses a file that is damaged. */
export async function readSetting(file: string): Promise<ClockSetting> {
  if (!existsSync(file)) return UNMOVED;
  try {
    return kept.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new Error(
      `${file} is not what the clock was kept as: ${reasonOf(error)}. Remove it, and the clock shows the ` +
        "machine's time",
      { cause: error },
    );
  }
}

/** Have a file keep a setting in place of what it keeps. */
export const keepSetting = (file: string, setting: ClockSetting): Promise<void> =>
  replaceFile(file, Buffer.from(`${JSON.stringify(setting)}\n`));
