import type { Answer, Cell } from './api.js';
import { number, t } from './words.js';

/** More bars than this cannot be told apart. */
const MOST_BARS = 60;
const HEIGHT = 160;
const STEP = 14;

/** The first column that labels, and the last one with numbers; null if the answer has no such shape. */
export function shapeOf({ columns, rows }: Answer): { label: number; value: number } | null {
  if (columns.length < 2 || rows.length < 2 || rows.length > MOST_BARS) return null;
  const value = columns.findLastIndex((_, at) => at > 0 && rows.every((row) => typeof row[at] === 'number'));
  return value > 0 ? { label: 0, value } : null;
}

const shown = (cell: Cell | undefined): string => (typeof cell === 'number' ? number(cell) : String(cell ?? ''));

/** Bars. The table below says the same to those who do not see it. */
export function Chart({ answer }: { answer: Answer }) {
  const shape = shapeOf(answer);
  if (!shape) return null;
  const values = answer.rows.map((row) => row[shape.value] as number);
  const most = Math.max(...values, 1);
  const label = answer.columns[shape.label]!.name;
  const value = answer.columns[shape.value]!.name;
  const width = answer.rows.length * STEP;
  return (
    <figure class="analytics-chart">
      <figcaption>{t('chart', { value, label })}</figcaption>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={t('chart', { value, label })}>
        {values.map((each, at) => {
          const height = Math.max(1, (Math.max(0, each) / most) * HEIGHT);
          return (
            <rect key={at} x={at * STEP + 2} y={HEIGHT - height} width={STEP - 4} height={height}>
              <title>{`${shown(answer.rows[at]![shape.label])}: ${number(each)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p class="analytics-ends" aria-hidden="true">
        <bdi>{shown(answer.rows[0]![shape.label])}</bdi>
        <bdi>{number(most)}</bdi>
        <bdi>{shown(answer.rows.at(-1)![shape.label])}</bdi>
      </p>
    </figure>
  );
}
