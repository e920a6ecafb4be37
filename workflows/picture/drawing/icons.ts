/**
 * The icons of the diagrams: own geometric drawings on a square of 24 units, which say what a service does. They
 * are strokes without fill, so that one colour is enough.
 */
import { STEP_ICONS } from './step-icons.ts';

const ICONS = {
  ...STEP_ICONS,
  // A door with a way through it.
  gateway: 'M6 4v16M18 4v16M3 12h14M13.5 8.5 17 12l-3.5 3.5',
  // A shield.
  firewall: 'M12 3.5 19 6v5.5c0 4.4-2.9 7.4-7 9-4.1-1.6-7-4.6-7-9V6zM8.5 12l2.5 2.5 4.5-5',
  // A globe with its meridians.
  distribution:
    'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17',
  // Files in a box.
  files: 'M4 8h16l-1.5 12h-13zM7 8V4h10v4M9.5 12.5h5M9.5 16h5',
  // A person with a key.
  identity:
    'M9 4a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM3 20c0-4 2.5-6 6-6 1.5 0 2.8.4 3.8 1.1M17 12.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM17 16.5V21M17 19h2',
  // States in order.
  workflow: 'M4 4h6v5H4zM14 15h6v5h-6zM7 9v8.5h7M14 6.5h6M17 3.5l3 3-3 3',
  // A key.
  key: 'M8 8.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 12.5h9M18 12.5V16M15 12.5V15',
  // A closed lock.
  secret: 'M5.5 11h13v9h-13zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2.5',
  // A telephone with a message.
  text: 'M7 3h10v18H7zM10.5 18h3M9.5 7h5M9.5 10h5M9.5 13h3',
  // A topic that is told to several.
  topic:
    'M5.5 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8 11l8.5-4.5M8 13l8.5 4.5M8 12h8M18.5 4.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18.5 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18.5 15.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  // A letter.
  email: 'M3.5 6h17v12h-17zM3.5 7l8.5 6.5L20.5 7',
  // Lines of a log.
  log: 'M5 3.5h14v17H5zM8 8h8M8 12h8M8 16h5',
  // Bars.
  metric: 'M4 20h16M6.5 17v-5M11 17V6M15.5 17V9.5M20 17V4',
  // A path with its stations.
  trace:
    'M5 4.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM7 6.5h7a3 3 0 0 1 0 6h-4a3 3 0 0 0 0 6h7M19 16.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  // A list that was signed.
  audit: 'M5 3.5h14v17H5zM8 8h8M8 12h3M12 15l2.5 2.5L18 13',
  // A bell.
  alarm: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4M12 5V3',
  // Panels.
  dashboard: 'M4 4h7v7H4zM14 4h6v4h-6zM14 11h6v9h-6zM4 14h7v6H4z',
  // A bus with its stops.
  bus: 'M3 12h18M7 12V6M12 12v6M17 12V6M5 4h4v2H5zM10 18h4v2h-4zM15 4h4v2h-4z',
  // Things in line.
  queue: 'M3.5 8h4v8h-4zM10 8h4v8h-4zM16.5 8h4v8h-4z',
  // A hook.
  webhook: 'M4 12h10M10.5 8.5 14 12l-3.5 3.5M14 5h6v14h-6',
  // A name that leads somewhere.
  name: 'M4 6h11l5 6-5 6H4zM8 12h5',
  // A clock.
  schedule: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7v5l3.5 2',
  // A browser's window.
  browser: 'M3.5 5h17v14h-17zM3.5 9.5h17M6.5 7.2h.5M9.5 7.2h.5',
  // Racks of servers.
  server: 'M4 4h16v6.5H4zM4 13.5h16V20H4zM7.5 7.2h.5M7.5 16.7h.5M11 7.2h6M11 16.7h6',
  // A person.
  person: 'M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c0-4.5 3-7 7.5-7s7.5 2.5 7.5 7',
  // A step back.
  undo: 'M9 5 4.5 9.5 9 14M4.5 9.5H15a4.5 4.5 0 0 1 0 9h-4',
} as const;

export type IconName = keyof typeof ICONS;

/** The `d` of the icon's path, on 24 units. */
export const iconPath = (name: IconName): string => ICONS[name];
