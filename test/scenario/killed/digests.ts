import { join } from 'node:path';
import { EmbeddedDatabase } from '@argosy/gateway/database/embedded';
import { cacheFolder } from '@argosy/gateway/database/template';
import { digestOf } from '@argosy/gateway/indexer/digest';
import { servedReadModel } from '@argosy/gateway/indexer/read-model-schemas';
import type { GatewayConfiguration } from 'argosy/gateway/configuration';

/** The digest of each read model that a gateway has left, as `ImporterMSP on trade`. */
export async function digestsOf({
  dataDir,
  organisations,
}: GatewayConfiguration): Promise<ReadonlyMap<string, string>> {
  const database = await EmbeddedDatabase.open({
    dataDir: join(dataDir, 'pglite'),
    cache: cacheFolder(process.env),
  });
  try {
    const digests = new Map<string, string>();
    for (const { msp, channels } of organisations) {
      const own = await database.as(`member_${msp.toLowerCase()}`);
      for (const { name } of channels) {
        const { digest } = await digestOf(await servedReadModel(own, name));
        digests.set(`${msp} on ${name}`, digest);
      }
    }
    return digests;
  } finally {
    await database.close();
  }
}
