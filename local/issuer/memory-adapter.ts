/** Where oidc-provider keeps codes, refresh tokens and grants: in memory, until the process ends. */
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** One adapter per model of oidc-provider, which itself refuses expired items; they are not deleted. */
export function createMemoryAdapter(): Adapter {
  const items = new Map<string, AdapterPayload>();
  const find = async (test: (item: AdapterPayload) => boolean) => [...items.values()].find(test);
  return {
    async upsert(id, payload) {
      items.set(id, payload);
    },
    find: async (id) => items.get(id),
    findByUid: (uid) => find((item) => item.uid === uid),
    findByUserCode: (userCode) => find((item) => item.userCode === userCode),
    async consume(id) {
      const item = items.get(id);
      if (item) {
        item.consumed = Math.floor(Date.now() / 1000);
      }
    },
    async destroy(id) {
      items.delete(id);
    },
    async revokeByGrantId(grantId) {
      for (const [id, item] of items) {
        if (item.grantId === grantId) {
          items.delete(id);
        }
      }
    },
  };
}
