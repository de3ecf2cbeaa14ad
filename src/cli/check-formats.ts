import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSIGHT_KINDS, type Insight, type Insights, printable, type Severity } from '../model/index.ts';
import type { RecordingEnd } from '../recording/recorder.ts';

/** The result of a check. */
export interface Checked {
  readonly insights: Insights;
  /** The findings that the baseline lists. */
  readonly known: ReadonlySet<Insight>;
  readonly end: RecordingEnd;
  readonly version: string;
}

export const FORMATS = ['text', 'json', 'github', 'sarif'] as const;
export type CheckFormat = (typeof FORMATS)[number];

export const FORMATTERS: Readonly<Record<CheckFormat, (checked: Checked) => string>> = {
  text: ({ insights, known }) => lines(insights.found.filter((insight) => !known.has(insight))),
  json: ({ insights, known }) =>
    json({
      insights: insights.found.map((insight) => {
        const { id, severity, message, file, line, costMs, advice } = insight;
        return { id, severity, message, file, line, costMs, advice, known: known.has(insight) };
      }),
      more: insights.more,
    }),
  github: ({ insights, known }) =>
    insights.found
      .filter((insight) => !known.has(insight))
      .map(annotation)
      .join(''),
  sarif: (checked) => json(sarifLog(checked)),
};

/** One line per finding; below the first of several with the same advice, that advice. */
function lines(found: readonly Insight[]): string {
  const advised = new Set<string>();
  return found
    .map((insight) => {
      const { id, severity, message, advice } = insight;
      const said = `${placeOf(insight)}${message} [${id}${severity === 'info' ? ', info' : ''}]`;
      const toDo = advised.has(advice.text) ? '' : `    ${advice.text}\n`;
      advised.add(advice.text);
      return `${printable(said)}\n${toDo}`;
    })
    .join('');
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The path relative to the current folder. */
const shownPath = (file: string): string => relative(process.cwd(), file) || file;

/** What precedes the message: the place; '' if it has none. */
const placeOf = ({ file, line }: Insight): string => (file === null ? '' : `${shownPath(file)}:${line} `);

/** A workflow command of GitHub Actions: the finding, and below it what to do. */
function annotation({ id, severity, message, file, line, advice }: Insight): string {
  const level = severity === 'info' ? 'notice' : severity;
  const place = file === null ? '' : `file=${property(shownPath(file))},line=${line},`;
  return `::${level} ${place}title=${id}::${data(`${printable(message)}\n${advice.text}`)}\n`;
}

const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');

const SARIF_LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** The Static Analysis Results Interchange Format, version 2.1.0. */
function sarifLog({ insights, known, end, version }: Checked): object {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Loopscope',
            version,
            rules: INSIGHT_KINDS.map(({ id, summary }) => ({ id, shortDescription: { text: summary } })),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            ...(end.exitCode === null ? {} : { exitCode: end.exitCode }),
            ...(end.signal === null ? {} : { exitSignalName: end.signal }),
          },
        ],
        originalUriBaseIds: { SRCROOT: { uri: pathToFileURL(process.cwd() + sep).href } },
        columnKind: 'utf16CodeUnits',
        results: insights.found.map((insight) => sarifResult(insight, known.has(insight))),
      },
    ],
  };
}

function sarifResult(
  { id, severity, message: said, file, line, code, costMs, advice }: Insight,
  known: boolean,
): object {
  const message = printable(said);
  const codes = [advice.before, advice.after].filter((text) => text !== undefined);
  return {
    ruleId: id,
    ruleIndex: INSIGHT_KINDS.findIndex((kind) => kind.id === id),
    level: SARIF_LEVELS[severity],
    message: {
      text: `${message} ${advice.text}`,
      markdown: [
        literal(message),
        literal(advice.text),
        ...codes.map((text) => `\`\`\`js\n${text}\n\`\`\``),
      ].join('\n\n'),
    },
    baselineState: known ? 'unchanged' : 'new',
    ...(known ? { suppressions: [{ kind: 'external', justification: 'In the baseline.' }] } : {}),
    ...(file === null
      ? {}
      : {
          locations: [
            { physicalLocation: { artifactLocation: sarifFile(file), region: { startLine: line } } },
          ],
          partialFingerprints: { 'insightLine/v1': `${id} ${sarifFile(file).uri} ${code ?? ''}` },
        }),
    ...(costMs === null ? {} : { properties: { costMs } }),
  };
}

/** Escapes a text for Markdown. Names come from the program, and could otherwise be links, or images that track readers. */
const literal = (text: string): string => text.replace(/[\\`*_~[\]<>!#|]/g, '\\$&');

function sarifFile(file: string): { readonly uri: string; readonly uriBaseId?: string } {
  const path = relative(process.cwd(), file);
  if (path.startsWith('..') || isAbsolute(path)) return { uri: pathToFileURL(file).href };
  return { uri: path.split(sep).map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}
