// All commands of the app. The menu, the palette, the `?` dialog and the keyboard derive from this list.
//
// The window handles the keys, because a key may mean nothing while the user types into a field; the menu only shows them. A key is written
// as people read it: modifiers first, then the key as `KeyboardEvent.key` names it, letters in upper case. `Mod` is Ctrl, and Cmd on a Mac.

export type CommandGroup = 'File' | 'Run' | 'View' | 'Rows' | 'Navigate' | 'Help';
export const COMMAND_GROUPS = [
  'File',
  'Run',
  'View',
  'Rows',
  'Navigate',
  'Help',
] as const satisfies readonly CommandGroup[];

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: CommandGroup;
  /** The first is shown where there is room for only one. */
  readonly keys: readonly string[];
  /** Commands of one choice exclude each other: the menu shows them as radio items. */
  readonly choice?: 'theme' | 'group' | 'order';
  /** Switches something on and off: the menu shows it with a check mark. */
  readonly toggle?: true;
  /** A line in the menu before this command. */
  readonly separated?: true;
}

export const COMMANDS = [
  { id: 'open', label: 'Open…', group: 'File', keys: ['Mod+O'] },
  { id: 'open-lessons', label: 'Open Lessons…', group: 'File', keys: [] },
  { id: 'close-lessons', label: 'Close Own Lessons', group: 'File', keys: [] },
  { id: 'save-recording', label: 'Save Recording…', group: 'File', keys: ['Mod+S'], separated: true },
  { id: 'export', label: 'Export…', group: 'File', keys: ['Mod+E'] },
  { id: 'compare', label: 'Compare With…', group: 'File', keys: ['Mod+D'], separated: true },
  { id: 'compare-before', label: 'Compare With the Run Before', group: 'File', keys: [] },
  { id: 'swap-sides', label: 'Swap A and B', group: 'File', keys: ['X'] },
  { id: 'close-comparison', label: 'Close the Comparison', group: 'File', keys: ['Shift+Escape'] },
  { id: 'welcome', label: 'Welcome', group: 'File', keys: [], separated: true },

  { id: 'run', label: 'Run', group: 'Run', keys: ['Mod+R'] },
  { id: 'stop', label: 'Stop', group: 'Run', keys: ['Shift+F5'] },
  { id: 'rerun', label: 'Rerun', group: 'Run', keys: ['Mod+Shift+R'] },
  { id: 'run-options', label: 'Run Options…', group: 'Run', keys: ['Mod+Shift+O'] },
  { id: 'type-input', label: 'Type Input for the Program', group: 'Run', keys: ['I'], separated: true },
  { id: 'end-input', label: 'End the Input of the Program', group: 'Run', keys: [] },
  { id: 'compare-lesson', label: 'Run Both and Compare', group: 'Run', keys: [], separated: true },
  {
    id: 'toggle-modules',
    label: 'Trace into node_modules',
    group: 'Run',
    keys: [],
    toggle: true,
    separated: true,
  },

  { id: 'go-live', label: 'Follow Live', group: 'View', keys: ['L'] },
  { id: 'pause-view', label: 'Pause View', group: 'View', keys: ['Space'] },
  { id: 'zoom-in', label: 'Zoom In', group: 'View', keys: ['W', '+', '='], separated: true },
  { id: 'zoom-out', label: 'Zoom Out', group: 'View', keys: ['S', '-'] },
  { id: 'pan-left', label: 'Pan Left', group: 'View', keys: ['A'] },
  { id: 'pan-right', label: 'Pan Right', group: 'View', keys: ['D'] },
  { id: 'fit-selection', label: 'Fit Selection', group: 'View', keys: ['F'] },
  { id: 'fit-all', label: 'Fit All', group: 'View', keys: ['Shift+F', '0'] },
  {
    id: 'toggle-counters',
    label: 'Counters over Time',
    group: 'View',
    keys: ['C'],
    toggle: true,
    separated: true,
  },
  { id: 'toggle-elastic', label: 'Fold Idle Time', group: 'View', keys: ['E'], toggle: true },
  { id: 'part-beginning', label: 'Show the Beginning', group: 'View', keys: [], separated: true },
  { id: 'part-next', label: 'Show the Next Part', group: 'View', keys: [] },
  { id: 'part-newest', label: 'Show the Newest Part', group: 'View', keys: [] },
  { id: 'toggle-library', label: 'Lessons and Recent', group: 'View', keys: ['Mod+B'], separated: true },
  { id: 'toggle-inspector', label: 'Inspector', group: 'View', keys: ['Mod+I'] },
  { id: 'toggle-drawer', label: 'Console, Source and Tasks', group: 'View', keys: ['Mod+J'] },
  { id: 'show-insights', label: 'Show Insights', group: 'View', keys: ['Mod+1'], separated: true },
  { id: 'show-console', label: 'Show Console', group: 'View', keys: ['Mod+2'] },
  { id: 'show-source', label: 'Show Source', group: 'View', keys: ['Mod+3'] },
  { id: 'show-tasks', label: 'Show Tasks', group: 'View', keys: ['Mod+4'] },
  { id: 'show-queues', label: 'Show Queues', group: 'View', keys: ['Mod+5'] },
  { id: 'show-range', label: 'Show Range', group: 'View', keys: ['Mod+6'] },
  { id: 'show-marks', label: 'Show Marks', group: 'View', keys: ['Mod+7'] },
  { id: 'show-differences', label: 'Show Differences', group: 'View', keys: [] },
  { id: 'text-larger', label: 'Larger Text', group: 'View', keys: ['Mod+=', 'Mod++'], separated: true },
  { id: 'text-smaller', label: 'Smaller Text', group: 'View', keys: ['Mod+-'] },
  { id: 'text-usual', label: 'Usual Text Size', group: 'View', keys: ['Mod+0'] },
  { id: 'theme-system', label: 'Theme: System', group: 'View', keys: [], choice: 'theme', separated: true },
  { id: 'theme-light', label: 'Theme: Light', group: 'View', keys: [], choice: 'theme' },
  { id: 'theme-dark', label: 'Theme: Dark', group: 'View', keys: [], choice: 'theme' },

  { id: 'rows', label: 'Filter and Arrange…', group: 'Rows', keys: ['G'] },
  { id: 'filter-mine', label: 'Only My Code', group: 'Rows', keys: [] },
  { id: 'filter-rejected', label: 'Only Rejected Tasks', group: 'Rows', keys: [] },
  { id: 'filter-none', label: 'All Tasks', group: 'Rows', keys: [] },
  {
    id: 'group-tree',
    label: 'Group by Who Started Them',
    group: 'Rows',
    keys: [],
    choice: 'group',
    separated: true,
  },
  { id: 'group-function', label: 'Group by Function', group: 'Rows', keys: [], choice: 'group' },
  { id: 'group-kind', label: 'Group by Kind', group: 'Rows', keys: [], choice: 'group' },
  { id: 'group-file', label: 'Group by File', group: 'Rows', keys: [], choice: 'group' },
  { id: 'group-thread', label: 'Group by Thread', group: 'Rows', keys: [], choice: 'group' },
  { id: 'order-start', label: 'Order by Start', group: 'Rows', keys: [], choice: 'order', separated: true },
  { id: 'order-duration', label: 'Order by Duration', group: 'Rows', keys: [], choice: 'order' },
  { id: 'order-running', label: 'Order by Time Running', group: 'Rows', keys: [], choice: 'order' },
  { id: 'order-ready', label: 'Order by Time Ready', group: 'Rows', keys: [], choice: 'order' },
  { id: 'order-suspended', label: 'Order by Time Suspended', group: 'Rows', keys: [], choice: 'order' },
  { id: 'pin', label: 'Pin or Unpin Row', group: 'Rows', keys: ['P'], separated: true },
  { id: 'unpin-all', label: 'Unpin All Rows', group: 'Rows', keys: [] },
  { id: 'expand-all', label: 'Expand All', group: 'Rows', keys: [], separated: true },
  { id: 'collapse-all', label: 'Collapse All', group: 'Rows', keys: [] },

  { id: 'search', label: 'Search Tasks', group: 'Navigate', keys: ['/', 'Mod+F'] },
  { id: 'select-next', label: 'Next Task', group: 'Navigate', keys: ['ArrowDown'] },
  { id: 'select-previous', label: 'Previous Task', group: 'Navigate', keys: ['ArrowUp'] },
  { id: 'next-run', label: 'Next Run of the Task', group: 'Navigate', keys: ['.'] },
  { id: 'previous-run', label: 'Previous Run of the Task', group: 'Navigate', keys: [','] },
  { id: 'next-rejected', label: 'Next Rejected Task', group: 'Navigate', keys: ['R'] },
  {
    id: 'previous-rejected',
    label: 'Previous Rejected Task',
    group: 'Navigate',
    keys: ['Shift+R'],
  },
  { id: 'chain-back', label: 'What Woke It', group: 'Navigate', keys: ['['] },
  { id: 'chain-forth', label: 'What It Woke', group: 'Navigate', keys: [']'] },
  { id: 'critical-path', label: 'Critical Path', group: 'Navigate', keys: ['K'] },
  { id: 'step-forward', label: 'Step Forward', group: 'Navigate', keys: ['ArrowRight'], separated: true },
  { id: 'step-back', label: 'Step Back', group: 'Navigate', keys: ['ArrowLeft'] },
  { id: 'step-to-run', label: 'Step to the Next Resume', group: 'Navigate', keys: ['Shift+ArrowRight'] },
  { id: 'step-back-to-run', label: 'Step to the Last Resume', group: 'Navigate', keys: ['Shift+ArrowLeft'] },
  { id: 'play', label: 'Play or Stop', group: 'Navigate', keys: ['Space'] },
  { id: 'mark', label: 'Mark This Moment…', group: 'Navigate', keys: ['M'] },
  { id: 'next-mark', label: 'Next Mark', group: 'Navigate', keys: ['N'] },
  { id: 'previous-mark', label: 'Previous Mark', group: 'Navigate', keys: ['Shift+N'] },
  { id: 'other-side', label: 'Go to the Other Recording', group: 'Navigate', keys: ['F6'] },
  { id: 'copy-table', label: 'Copy the Table', group: 'Navigate', keys: ['Mod+Shift+C'] },
  { id: 'copy-waits', label: 'Copy the Waits of the Task', group: 'Navigate', keys: [] },
  { id: 'clear-selection', label: 'Clear Selection', group: 'Navigate', keys: ['Escape'] },
  { id: 'previous-view', label: 'Previous View', group: 'Navigate', keys: ['Mod+Z'], separated: true },
  { id: 'next-view', label: 'Next View', group: 'Navigate', keys: ['Mod+Y', 'Mod+Shift+Z'] },
  {
    id: 'next-program',
    label: 'Next Program of the Course',
    group: 'Navigate',
    keys: ['Alt+ArrowRight'],
    separated: true,
  },
  {
    id: 'previous-program',
    label: 'Previous Program of the Course',
    group: 'Navigate',
    keys: ['Alt+ArrowLeft'],
  },
  { id: 'reset-course', label: 'Start the Course Over', group: 'Navigate', keys: [] },

  { id: 'commands', label: 'Commands…', group: 'Help', keys: ['Mod+Shift+P'] },
  { id: 'keys', label: 'Keyboard Shortcuts', group: 'Help', keys: ['?'] },
  { id: 'legend', label: 'Signs of the Chart', group: 'Help', keys: [] },
] as const satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]['id'];
