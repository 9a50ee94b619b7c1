import { useSignal } from '@preact/signals';
import { call, Refused } from './api.js';
import { Section } from './board.js';
import { count } from './format.js';
import { token } from './main.js';

interface History {
  figure: string;
  stepSeconds: number;
  nodes: { node: string; points: { at: string; value: number }[] }[];
  silent: string[];
}

const WIDTH = 720;
const HEIGHT = 120;
const SPANS = [
  ['1s', '2 minutes'],
  ['10s', '1 hour'],
  ['1m', '1 day'],
  ['10m', '7 days'],
] as const;

type Points = History['nodes'][number]['points'];

/** Splits points where the node did not run, so that no line is drawn over that time. */
function parts(points: Points, stepSeconds: number): Points[] {
  const all: Points[] = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    const follows = before !== undefined && Date.parse(point.at) - Date.parse(before.at) <= 2_500 * stepSeconds;
    if (follows) all.at(-1)?.push(point);
    else all.push([point]);
  });
  return all;
}

function Curve({ history, points, node }: { history: History; points: Points; node: string }) {
  const times = points.map((point) => Date.parse(point.at));
  const from = Math.min(...times);
  const span = Math.max(1, Math.max(...times) - from);
  const most = Math.max(...points.map((point) => point.value));
  const x = (at: string): string => ((WIDTH * (Date.parse(at) - from)) / span).toFixed(1);
  const y = (value: number): string => (HEIGHT - 1 - (most === 0 ? 0 : (value / most) * (HEIGHT - 2))).toFixed(1);
  const drawn = parts(points, history.stepSeconds);
  const gaps = drawn.length - 1;
  return (
    <figure class="ops-history">
      <figcaption>
        {node}: highest {count(most)}, last {count(points.at(-1)?.value ?? 0)}, from {new Date(from).toLocaleString()}
        {gaps > 0 && `, not running ${gaps === 1 ? 'once' : `${gaps} times`}`}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${history.figure} on ${node}`}>
        {drawn.map((part) => (
          <polyline key={part[0]?.at} points={part.map((point) => `${x(point.at)},${y(point.value)}`).join(' ')} />
        ))}
      </svg>
    </figure>
  );
}

/** One figure over time, on each node, over restarts. */
export function Past() {
  const figures = useSignal<string[]>([]);
  const history = useSignal<History | null>(null);
  const told = useSignal<string | null>(null);

  async function attempt(task: () => Promise<void>): Promise<void> {
    told.value = null;
    try {
      await task();
    } catch (failure) {
      told.value = failure instanceof Refused ? failure.message : 'The server does not answer.';
    }
  }

  const list = (): Promise<void> =>
    attempt(async () => {
      figures.value = (await call<{ figures: string[] }>(token.value, 'GET', '/api/ops/history')).figures;
    });

  const show = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const path = `/api/ops/history/${encodeURIComponent(String(form.get('figure')))}?resolution=${String(form.get('span'))}`;
    return attempt(async () => {
      history.value = await call<History>(token.value, 'GET', path);
    });
  };

  return (
    <Section title="History">
      {figures.value.length === 0 ? (
        <button type="button" onClick={list}>
          Show history
        </button>
      ) : (
        <form class="ops-find" onSubmit={show} aria-label="Show a figure over time">
          <label>
            Figure
            <select name="figure">
              {figures.value.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
          <label>
            Last
            <select name="span">
              {SPANS.map(([resolution, name]) => (
                <option key={resolution} value={resolution}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="primary">
            Show
          </button>
        </form>
      )}
      {told.value && <p role="alert">{told.value}</p>}
      {history.value?.nodes.map(({ node, points }) =>
        points.length === 0 ? <p class="soft">{node}: nothing yet.</p> : <Curve key={node} history={history.value!} node={node} points={points} />,
      )}
      {history.value !== null && history.value.silent.length > 0 && <p>No answer from {history.value.silent.join(', ')}.</p>}
    </Section>
  );
}
