import { request } from 'node:http';
import { OperatorError } from '@argosy/operator/operator-error';
import { z } from 'zod';
import { deskAddress } from './desk.js';

const processes = z
  .array(
    z
      .object({
        name: z.string(),
        state: z.enum(['starting', 'ready', 'restarting', 'stopped']),
        pid: z.int().optional(),
        restarts: z.int(),
        log: z.string(),
      })
      .readonly(),
  )
  .readonly();

export type ProcessReport = z.infer<typeof processes>[number];

const refused = z.object({ what: z.string(), why: z.string(), fix: z.string() });

/** The processes of the network that runs from a folder. */
export const askProcesses = async (home: string): Promise<readonly ProcessReport[]> =>
  processes.parse(await ask(home, 'GET', '/processes'));

/** Have one process of the network ended in order and started again. */
export async function askRestart(home: string, process: string): Promise<void> {
  await ask(home, 'POST', `/restart?process=${encodeURIComponent(process)}`);
}

const patience = 60_000;

function ask(home: string, method: string, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: deskAddress(home), method, path, timeout: patience });
    asking.on('timeout', () => asking.destroy(new Error('it does not answer')));
    asking.on('error', reject);
    asking.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
        if (response.statusCode === 200) resolve(body);
        else reject(new OperatorError(refused.parse(body)));
      });
    });
    asking.end();
  });
}
