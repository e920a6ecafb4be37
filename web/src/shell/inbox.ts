/** Where the local runtime shows what people received; a deployment has no such page. */
export const INBOX = '/inbox';
