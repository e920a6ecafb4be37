/**
 * Leaves out Cloudscape's messages for components that the console does not have: the file comes whole, with those
 * of every component, and is part of the first load. A build in which such a component turns up fails.
 */
import type { Plugin } from 'vite';

const MESSAGES = /@cloudscape-design\/components\/i18n\/messages\/all\.en\.js$/;

const UNUSED = [
  'annotation-context',
  'attribute-editor',
  'cards',
  'code-editor',
  'features-notification-drawer',
  'file-upload',
  'flashbar',
  'prompt-input',
  's3-resource-selector',
  'slider',
  'split-panel',
  'tag-editor',
  'tree-view',
  'tutorial-panel',
  'wizard',
];

export function unusedMessages(): Plugin {
  return {
    name: 'unused-messages',
    apply: 'build',
    transform(code, id) {
      return MESSAGES.test(id) ? { code: withoutUnused(code), map: null } : null;
    },
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const modules = chunks.flatMap(({ moduleIds }) => moduleIds);
      const used = UNUSED.filter((name) =>
        modules.some((id) => id.includes(`@cloudscape-design/components/${name}/`)),
      );
      if (used.length > 0) {
        this.error(`web/build/unused-messages.ts leaves out the messages of: ${used.join(', ')}.`);
      }
    },
  };
}

function withoutUnused(code: string): string {
  const all = JSON.parse(code.replace(/^export default /, '').replace(/;?\s*$/, '')) as Messages;
  const messages = Object.entries(all['cloudscape-design-components'].en);
  const kept = Object.fromEntries(messages.filter(([name]) => !UNUSED.includes(name)));
  return `export default ${JSON.stringify({ 'cloudscape-design-components': { en: kept } })}`;
}

interface Messages {
  readonly 'cloudscape-design-components': { readonly en: Readonly<Record<string, object>> };
}
